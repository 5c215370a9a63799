import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { inFolder } from "../../support/folder.ts";
import { outcomeOf, task, writeDigits } from "../../support/command.ts";

Deno.test("deno task find-rate says a peak to try, and draws the search", async () => {
  await inFolder(async (folder) => {
    const data = await writeDigits(folder);
    const flags = ["--data", data, "--steps", "5", "--out", folder];
    const found = await outcomeOf(task(["find-rate", ...flags]));
    assertEquals(found.code, 0, found.stderr);
    assertMatch(
      found.stdout,
      /^reference: lowest loss [\d.]+ at learning rate [\d.e-]+, after \d of \d steps; a peak to try: [\d.e-]+\n$/,
    );
    const [, path] = /^Picture: (.*)$/m.exec(found.stderr)!;
    assertEquals(path, join(folder, "reference.png"));
    const { length } = await Deno.readFile(path);
    assertEquals(length > 1000, true, `${length} bytes`);

    const place = join(path, "no-folder");
    const refused = await outcomeOf(
      task(["find-rate", "--data", data, "--steps", "2", "--out", place]),
    );
    assertEquals(refused.code, 2);
    assertStringIncludes(
      refused.stderr,
      `Cannot write "${join(place, "reference.png")}"`,
    );
  });
});
