import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import { saveModel } from "../../../lib/model/files/model_folder.ts";
import { createNetwork } from "../../../lib/model/network.ts";
import { selectBackend } from "../../../lib/tensorflow/select_backend.ts";
import { recipes } from "../../../lib/training/recipes/recipes.ts";
import {
  convert,
  FORMATS,
  pngOfDigit,
} from "../../data/pictures/picture_files.ts";
import { outcomeOf, task } from "../../support/command.ts";
import { inFolder } from "../../support/folder.ts";

/** Runs a test in a folder with a network that has learned nothing. */
async function withModel(
  test: (folder: string, model: string) => Promise<void>,
): Promise<void> {
  await selectBackend({ backend: "cpu" });
  const model = createNetwork(recipes.under6k.network, 1);
  await inFolder(async (folder) => {
    await saveModel(join(folder, "model"), model, {
      normalization: { mean: 0.1, standardDeviation: 0.3 },
      recipe: "under6k",
      epoch: 1,
      trainedOn: "nothing",
    });
    await test(folder, join(folder, "model"));
  });
  model.dispose();
}

const picture = pngOfDigit(5, 20, (ink) => [255 - ink]);

Deno.test("deno task predict answers pictures of every format, and names the files that it can't", async () => {
  await withModel(async (folder, model) => {
    const names: string[] = [];
    for (const format of FORMATS) {
      names.push(join(folder, `digit ${format}`));
      await Deno.writeFile(names.at(-1)!, await convert(picture, format));
    }
    const white = join(folder, "white.png");
    await Deno.writeFile(white, pngOfDigit(1, 0, () => [255]));
    const bad = [join(folder, "none.png"), white, folder];
    const predict = (...flags: string[]) =>
      outcomeOf(
        task([
          "predict",
          "--model",
          model,
          ...flags,
          ...bad,
          ...names,
          names[0],
        ]),
      );
    const { code, stdout, stderr } = await predict();
    assertEquals(code, 2, stderr);
    const lines = stdout.trimEnd().split("\n");
    assertEquals(lines.map((line) => line.split(":")[0]), [...names, names[0]]);
    for (const line of lines) {
      assertMatch(line, /: (\d) {2}\1: \d+\.\d%( \d: \d+\.\d%){2}$/);
    }
    for (const path of bad) {
      const about = stderr.split("\n").filter((line) =>
        line.includes(`"${path}"`)
      );
      assertEquals(about.length, 1, stderr);
    }

    const { code: again, stdout: json } = await predict("--json");
    assertEquals(again, 2);
    const objects = json.trimEnd().split("\n").map((line) => JSON.parse(line));
    assertEquals(
      objects.map(({ file }) => file),
      [...bad, ...names, names[0]],
    );
    for (const { error } of objects.slice(0, 3)) {
      assertMatch(error, /^Cannot (read|find)/);
    }
    for (const { answer, probabilities, box } of objects.slice(3)) {
      assertEquals(Object.keys(probabilities), [..."0123456789"]);
      assertMatch(answer, /^\d$/);
      assert(box.right > box.left && box.bottom > box.top);
    }
  });
});

Deno.test("deno task predict draws what the network saw, and reads several digits", async () => {
  await withModel(async (folder, model) => {
    const path = join(folder, "digit.png");
    await Deno.writeFile(path, picture);
    const { code, stdout, stderr } = await outcomeOf(
      task(["predict", "--model", model, "--split", "--show", path]),
    );
    assertEquals(code, 0, stderr);
    const [whole, each, edge, ...rows] = stdout.trimEnd().split("\n");
    assertMatch(whole, /digit\.png: \d$/);
    assertMatch(each, /^ {2}\d {2}\d: \d+\.\d%/);
    assertEquals(edge, `┌${"─".repeat(28)}┐`);
    assertEquals(rows.length, 15);
    assert(rows.some((row) => row.includes("█")));
    assert(!stdout.includes("\x1b"));
    const both = await outcomeOf(
      task(["predict", "--model", model, "--json", "--show", path]),
    );
    assertEquals([both.code, both.stdout], [2, ""]);
    assertMatch(both.stderr, /^Cannot predict: --show .*leave one out$/m);
  });
});

Deno.test("deno task predict answers a thousand files with long names", async () => {
  await withModel(async (folder, model) => {
    const deep = join(folder, "a".repeat(100), "b".repeat(100));
    await Deno.mkdir(deep, { recursive: true });
    const paths = Array.from(
      { length: 1000 },
      (_, k) => join(deep, `${k}.png`),
    );
    const small = pngOfDigit(1, 4, (ink) => [255 - ink]);
    for (const path of paths) await Deno.writeFile(path, small);
    const { code, stdout, stderr } = await outcomeOf(
      task(["predict", "--model", model, ...paths]),
    );
    assertEquals(code, 0, stderr);
    const lines = stdout.trimEnd().split("\n");
    assertEquals(lines.map((line) => line.split(":")[0]), paths);
  });
});
