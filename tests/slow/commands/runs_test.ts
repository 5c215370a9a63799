import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import { inFolder, namesIn } from "../../support/folder.ts";
import { outcomeOf, task, writeDigits } from "../../support/command.ts";
import { writeRun } from "../../runs/fixtures.ts";

Deno.test("deno task runs lists, compares and removes what deno task train made", () =>
  inFolder(async (folder) => {
    const digits = await writeDigits(folder);
    const under = join(folder, "runs");
    const runs = (...words: string[]) =>
      outcomeOf(task(["runs", "--runs", under, ...words]));
    for (const seed of ["1", "2"]) {
      const { code, stderr } = await outcomeOf(task([
        ...["train", "--data", digits, "--epochs", "1", "--seed", seed],
        ...["--out", join(under, `seed_${seed}`)],
      ]));
      assertEquals(code, 0, stderr);
    }
    const listed = await runs("--json");
    const { runs: list } = JSON.parse(listed.stdout);
    assertEquals(
      list.map(({ name, state }: Record<string, string>) => [name, state]),
      [["seed_2", "finished"], ["seed_1", "finished"]],
    );
    const page = join(folder, "pages", "page.html");
    const compared = await runs("compare", "seed_1", "newest", "--out", page);
    assertEquals(compared.code, 0, compared.stderr);
    assertMatch(compared.stdout, /^seed_2 minus seed_1: .* paired: /m);
    assertMatch(await Deno.readTextFile(page), /<h1>2 runs compared<\/h1>/);
    assertEquals(namesIn(join(folder, "pages")), ["page.html"]);

    const unasked = await runs("remove", "seed_1");
    assertEquals(unasked.code, 2);
    assertMatch(
      unasked.stderr,
      /--yes must be given where nobody can be asked/,
    );
    assertEquals(namesIn(under), ["seed_1", "seed_2"]);
    const removed = await runs("remove", "seed_1", "--yes");
    assertEquals(removed.stdout, "Removed seed_1\n", removed.stderr);
    assertEquals(namesIn(under), ["seed_2"]);
  }));

Deno.test("deno task runs refuses with one line what it can't do", () =>
  inFolder(async (under) => {
    await writeRun(under, "a", { correct: [90] });
    await writeRun(under, "b", { correct: [] });
    for (
      const [words, fault] of [
        [["list"], /first word must be compare or remove/],
        [["compare", "a"], /at least two must be named/],
        [["compare", "a", "a"], /"a" is named twice/],
        [["compare", "a", "b"], /each must have finished an epoch: "b"/],
        [["compare", "a", "x"], /it names none/],
        [["remove"], /at least one must be named/],
        [["--out", ""], /--out: it must name a file or a folder/],
      ] as const
    ) {
      const { code, stdout, stderr } = await outcomeOf(
        task(["runs", "--runs", under, ...words]),
      );
      assertEquals([code, stdout], [2, ""], stderr);
      assertMatch(stderr, fault);
      assert(stderr.trim().split("\n").length === 1, stderr);
    }
    assertEquals(namesIn(under), ["a", "b"]);
  }));
