import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { inFolder } from "../support/folder.ts";
import { outcomeOf, task, tinyNetwork, writeDigits } from "./command.ts";

const train = (...args: string[]) => outcomeOf(task(["train", ...args]));

Deno.test("deno task train learns from teachers, and goes on with the same ones only", async () => {
  await inFolder(async (folder) => {
    const data = await writeDigits(folder);
    const runs = join(folder, "runs");
    await Deno.mkdir(runs);
    const digits = ["--data", data, "--epochs", "1"];
    for (const seed of ["1", "2"]) {
      const out = ["--seed", seed, "--out", join(runs, seed)];
      const { code, stderr } = await train(
        "--recipe",
        "best",
        ...digits,
        ...out,
      );
      assertEquals(code, 0, stderr);
    }
    const student = join(folder, "student");
    const distil = ["--recipe", "distilled", "--teachers", runs];
    const taught = await train(...distil, ...digits, "--out", student);
    assertEquals(taught.code, 0, taught.stderr);
    assertStringIncludes(
      taught.stderr,
      "Teachers: 2 networks, in place of the labels\n",
    );
    const config = JSON.parse(
      await Deno.readTextFile(join(student, "config.json")),
    );
    assertEquals(config.teachers.length, 64);
    assertEquals(config.recipe.distillation, { temperature: 6 });

    // The checkpoint of its only epoch is as if it had been stopped after it
    await Deno.remove(join(student, "history.json"));
    const resume = ["--resume", "--out", student, "--data", data];
    const unnamed = await train(...resume);
    assertEquals(unnamed.code, 2);
    assertStringIncludes(
      unnamed.stderr,
      `the folder of its teachers, "${runs}", must be named again with --teachers: `,
    );
    const resumed = await train(...resume, "--teachers", runs);
    assertEquals(resumed.code, 0, resumed.stderr);

    await Deno.remove(join(student, "history.json"));
    await Deno.remove(join(runs, "2"), { recursive: true });
    const others = await train(...resume, "--teachers", runs);
    assertEquals(others.code, 2);
    assertStringIncludes(
      others.stderr,
      "the teachers must be those of its run: they are others; ",
    );
  });
});

Deno.test("deno task train says in one line whom it can't learn from", async () => {
  await inFolder(async (folder) => {
    const data = await writeDigits(folder);
    const runs = join(folder, "runs");
    await Deno.mkdir(runs);
    const digits = ["--data", data, "--epochs", "1"];
    const distil = ["--recipe", "distilled", ...digits, "--teachers", runs];
    const none = await train(...distil, "--out", join(folder, "a"));
    assertEquals(none.code, 2);
    assertStringIncludes(
      none.stderr,
      `\nCannot learn from the runs in "${runs}": it must hold runs that were trained to their end: it holds none; train them by deno task sweep sweeps/teachers.json, or name a folder of other runs with --teachers\n`,
    );
    const half = await train(
      ...["--recipe", "best", ...digits, "--limit", "100"],
      ...["--out", join(runs, "half")],
    );
    assertEquals(half.code, 0, half.stderr);
    const others = await train(...distil, "--out", join(folder, "b"));
    assertEquals(others.code, 2);
    assertStringIncludes(
      others.stderr,
      `"half" was trained on 100 images of IDX set "digits"`,
    );
    await Deno.writeTextFile(join(runs, "half", "config.json"), "{");
    const damaged = await train(...distil, "--out", join(folder, "c"));
    assertEquals(damaged.code, 2);
    assertStringIncludes(damaged.stderr, "each must be whole: Cannot read ");

    const labels = await train(...digits, "--teachers", runs);
    assertEquals(labels.code, 2);
    assertEquals(
      labels.stderr,
      "Cannot train: --teachers must come with a recipe that learns from them: reference learns from the labels\n",
    );
    assert(!await exists(join(folder, "c")));
  });
});

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

Deno.test("deno task sweep has its trials learn from the trials of another one", async () => {
  await inFolder(async (folder) => {
    const data = await writeDigits(folder);
    const sweep = async (
      recipe: string,
      seeds: number[],
      ...flags: string[]
    ) => {
      const config = {
        recipe,
        split: "validation",
        seeds,
        set: {
          epochs: 1,
          ...tinyNetwork,
        },
      };
      const file = join(folder, `${recipe}.json`);
      await Deno.writeTextFile(file, JSON.stringify(config));
      const out = ["--out", join(folder, recipe)];
      return await outcomeOf(
        task(["sweep", file, "--data", data, "--jobs", "2", ...out, ...flags]),
      );
    };
    const teachers = ["--teachers", join(folder, "best", "trials")];
    const none = await sweep("distilled", [1], ...teachers);
    assertEquals(none.code, 2);
    assertStringIncludes(none.stderr, "it holds none; ");
    const labels = await sweep("best", [1], ...teachers);
    assertEquals(labels.code, 2);
    assertStringIncludes(labels.stderr, "all learn from the labels\n");
    assertEquals((await sweep("best", [1, 2])).code, 0);
    const taught = await sweep("distilled", [1], ...teachers);
    assertEquals(taught.code, 0, taught.stderr);

    assertEquals((await sweep("best", [1, 2, 3])).code, 0);
    const others = await sweep("distilled", [1, 2], ...teachers);
    assertEquals(others.code, 2);
    assertStringIncludes(
      others.stderr,
      `trials that are done there learned from other teachers than those in "${
        teachers[1]
      }"; `,
    );
  });
});
