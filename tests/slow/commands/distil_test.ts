import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { inFolder } from "../../support/folder.ts";
import {
  outcomeOf,
  task,
  tinyNetwork,
  writeDigits,
} from "../../support/command.ts";

const train = (...args: string[]) => outcomeOf(task(["train", ...args]));
const teach = (...args: string[]) => outcomeOf(task(["teach", ...args]));

/** Two runs of an epoch each, in a folder of their own. */
async function trainTeachers(folder: string, data: string): Promise<string> {
  const runs = join(folder, "runs");
  await Deno.mkdir(runs);
  for (const seed of ["1", "2"]) {
    const { code, stderr } = await train(
      ...["--recipe", "best", "--data", data, "--epochs", "1"],
      ...["--seed", seed, "--out", join(runs, seed)],
    );
    assertEquals(code, 0, stderr);
  }
  return runs;
}

Deno.test("deno task train learns from soft targets, and goes on with the same ones only", async () => {
  await inFolder(async (folder) => {
    const data = await writeDigits(folder);
    const runs = await trainTeachers(folder, data);
    await Deno.mkdir(join(runs, "begun"));
    const targets = join(folder, "targets");
    const answer = ["--teachers", runs, "--data", data];
    const answered = await teach(
      ...answer,
      "--versions",
      "2",
      "--out",
      targets,
    );
    assertEquals(answered.code, 0, answered.stderr);
    assertStringIncludes(
      answered.stderr,
      'Skipped: the training of "begun" is unfinished\n',
    );
    assertStringIncludes(answered.stderr, "Teachers: 2 networks; 0 of 2 ");
    assertStringIncludes(
      answered.stdout,
      "Test Data, teachers together: Average loss: ",
    );
    const again = await teach(...answer, "--versions", "2", "--out", targets);
    assertEquals(again.stdout, answered.stdout);
    assertStringIncludes(again.stderr, "Teachers: 2 networks; 2 of 2 ");

    const student = join(folder, "student");
    const digits = ["--data", data, "--epochs", "1"];
    const taught = await train(
      ...["--recipe", "distilled", "--soft-targets", targets],
      ...[...digits, "--out", student],
    );
    assertEquals(taught.code, 0, taught.stderr);
    assertStringIncludes(
      taught.stderr,
      "Soft targets: the answers of 2 networks for 2 versions of each image, instead of the labels\n",
    );
    const config = JSON.parse(
      await Deno.readTextFile(join(student, "config.json")),
    );
    assertEquals(config.softTargets.length, 64);
    assertEquals(config.recipe.distillation, { temperature: 3 });

    // The checkpoint of its only epoch is as if it had been stopped after it
    await Deno.remove(join(student, "history.json"));
    const resume = ["--resume", "--out", student, "--data", data];
    const unnamed = await train(...resume);
    assertEquals(unnamed.code, 2);
    assertStringIncludes(
      unnamed.stderr,
      `the folder of its soft targets, "${targets}", must be named again with --soft-targets: `,
    );
    const resumed = await train(...resume, "--soft-targets", targets);
    assertEquals(resumed.code, 0, resumed.stderr);

    await Deno.remove(join(student, "history.json"));
    const others = join(folder, "others");
    const faded = ["--versions", "2", "--fade", "0", "--out", others];
    const other = await teach(...answer, ...faded);
    assertEquals(other.code, 0, other.stderr);
    const refused = await train(...resume, "--soft-targets", others);
    assertEquals(refused.code, 2);
    assertStringIncludes(
      refused.stderr,
      "the soft targets must be those of its run: they are others; ",
    );
  });
});

Deno.test("deno task teach says in one line whom it can't learn from", async () => {
  await inFolder(async (folder) => {
    const data = await writeDigits(folder);
    const runs = join(folder, "runs");
    await Deno.mkdir(runs);
    const answer = ["--data", data, "--teachers", runs];
    const out = join(folder, "targets");
    const none = await teach(...answer, "--out", out);
    assertEquals(none.code, 2);
    assertStringIncludes(
      none.stderr,
      `\nCannot learn from the runs in "${runs}": it must hold runs that were trained to their end: it holds none; train them by deno task sweep sweeps/teachers.json, or name a folder of other runs with --teachers\n`,
    );
    const file = join(folder, "file");
    await Deno.writeTextFile(file, "");
    const noFolder = await teach("--data", data, "--teachers", file);
    assertEquals(noFolder.code, 2);
    assertStringIncludes(
      noFolder.stderr,
      `"${file}": part of the path is not `,
    );
    const epoch = ["--data", data, "--epochs", "1"];
    const half = await train(
      ...["--recipe", "best", ...epoch, "--limit", "100"],
      ...["--out", join(runs, "half")],
    );
    assertEquals(half.code, 0, half.stderr);
    const others = await teach(...answer, "--out", out);
    assertEquals(others.code, 2);
    assertStringIncludes(
      others.stderr,
      `"half" was trained on 100 images of IDX set "digits"`,
    );
    const kept = ["--limit", "100", "--versions", "1"];
    assertEquals((await teach(...answer, ...kept, "--out", out)).code, 0);
    const reference = await train(
      ...[...epoch, "--limit", "100", "--out", join(runs, "reference")],
    );
    assertEquals(reference.code, 0, reference.stderr);
    assertEquals((await teach(...answer, ...kept, "--out", out)).code, 2);
    const config = join(runs, "reference", "config.json");
    const bent = JSON.parse(await Deno.readTextFile(config));
    bent.recipe.augmentation.elastic = { amplitude: 1 };
    await Deno.writeTextFile(config, JSON.stringify(bent));
    const unlike = await teach(...answer, ...kept, "--out", out);
    assertEquals(unlike.code, 2);
    assertStringIncludes(
      unlike.stderr,
      "moved by the same ranges, and neither bent nor erased: ",
    );
    await Deno.writeTextFile(config, "{");
    const damaged = await teach(...answer, "--out", out);
    assertEquals(damaged.code, 2);
    assertStringIncludes(damaged.stderr, "each must be whole: Cannot read ");

    const labels = await train(...epoch, "--soft-targets", out);
    assertEquals(labels.code, 2);
    assertEquals(
      labels.stderr,
      "Cannot train: --soft-targets must come with a recipe that learns from them: reference learns from the labels\n",
    );
    const student = join(folder, "student");
    const distil = ["--recipe", "distilled", ...epoch, "--out", student];
    const part = await train(...distil, "--soft-targets", out);
    assertEquals(part.code, 2);
    assertStringIncludes(part.stderr, "they are for 100 images of IDX set ");
    assert(!await exists(student));
  });
});

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

Deno.test("deno task sweep has its trials learn from soft targets", async () => {
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
    const targets = join(folder, "targets");
    const learn = ["--soft-targets", targets];
    const none = await sweep("distilled", [1], ...learn);
    assertEquals(none.code, 2);
    assertStringIncludes(
      none.stderr,
      "no such file or folder; make them with ",
    );
    const labels = await sweep("best", [1], ...learn);
    assertEquals(labels.code, 2);
    assertStringIncludes(labels.stderr, "all learn from the labels\n");
    assertEquals((await sweep("best", [1, 2])).code, 0);
    const answer = async (seed: string) => {
      const { code, stderr } = await teach(
        ...["--teachers", join(folder, "best", "trials"), "--data", data],
        ...["--validation", "--versions", "1", "--seed", seed],
        ...["--out", targets],
      );
      assertEquals(code, 0, stderr);
    };
    await answer("1");
    const taught = await sweep("distilled", [1], ...learn);
    assertEquals(taught.code, 0, taught.stderr);

    await Deno.remove(targets, { recursive: true });
    await answer("2");
    const others = await sweep("distilled", [1, 2], ...learn);
    assertEquals(others.code, 2);
    assertStringIncludes(
      others.stderr,
      `its finished trials learned from other soft targets than those in "${targets}"; `,
    );
  });
});
