import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { saveModel } from "../../lib/model/files/model_folder.ts";
import { RunFolder } from "../../lib/runs/folder.ts";
import type { RunConfig } from "../../lib/runs/record.ts";
import { findTeachers, loadTeachers } from "../../lib/teachers/find.ts";
import { tf } from "../../lib/tensorflow/mod.ts";
import { TeacherError } from "../../lib/training/errors.ts";
import { type Recipe, recipes } from "../../lib/training/recipes/recipes.ts";
import { inFolder } from "../support/folder.ts";

const digits = { sha256: "0123" };
const config: RunConfig = {
  started: "2025-11-23T07:30:12.000Z",
  recipe: recipes.reference,
  data: {
    kind: "synthetic",
    name: "drawn",
    place: "here",
    trainCount: 100,
    testCount: 10,
    ...digits,
  },
  normalization: { mean: 0.1307, standardDeviation: 0.3081 },
  backend: "plain",
  versions: { deno: "2" },
};
const score = { loss: 0.1, correct: 9, count: 10 };

/** Writes a run whose model always answers with the class that its bias favours. */
async function writeRun(
  under: string,
  name: string,
  {
    recipe = recipes.reference as Recipe,
    sha256 = digits.sha256,
    favours = 0,
  } = {},
): Promise<RunFolder> {
  const run = await RunFolder.create({ out: join(under, name) }, {
    ...config,
    recipe,
    data: { ...config.data, sha256 },
  });
  const model = tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [28, 28, 1] }),
      tf.layers.dense({ units: 10, activation: "logSoftmax" as "softmax" }),
    ],
  });
  tf.tidy(() =>
    model.setWeights([
      tf.zeros([784, 10]),
      tf.oneHot(favours, 10).toFloat().mul(2),
    ])
  );
  await saveModel(run.last, model, {
    normalization: config.normalization,
    recipe: recipe.name,
    epoch: 1,
    trainedOn: "drawn",
  });
  model.dispose();
  return run;
}

/** Writes a run that was trained to its end. */
async function writeTeacher(
  under: string,
  name: string,
  options: Parameters<typeof writeRun>[2] = {},
): Promise<void> {
  const run = await writeRun(under, name, options);
  await run.keepFinal(score, score);
}

async function faultOf(under: string): Promise<string> {
  const error = await assertRejects(
    () => findTeachers(under, digits),
    TeacherError,
  );
  return error.message;
}

Deno.test("findTeachers() finds the finished runs, whose names are sorted", () =>
  inFolder(async (folder) => {
    await writeTeacher(folder, "b", { favours: 3 });
    await writeTeacher(folder, "a", { favours: 4 });
    await writeRun(folder, "half");
    await Deno.writeTextFile(join(folder, "a.log"), "");
    const teachers = await findTeachers(folder, digits);
    const { sha256, ...rest } = teachers;
    assertEquals(rest, {
      models: [join(folder, "a", "last"), join(folder, "b", "last")],
      unfinished: ["half"],
      augmentation: { rotation: 8, shift: 2, scale: 0.08 },
      normalization: config.normalization,
    });
    assertEquals((await findTeachers(folder, digits)).sha256, sha256);
    // Together they are unsure between the two classes that they favour
    const model = await loadTeachers(teachers);
    const answer = tf.tidy(
      () => [
        ...(model.predict(tf.zeros([1, 28, 28, 1])) as tf.Tensor).exp()
          .dataSync(),
      ],
    );
    model.dispose();
    const certain = Math.E / (2 * Math.E + 8);
    for (const [digit, probability] of answer.entries()) {
      const expected = digit === 3 || digit === 4 ? certain : certain / Math.E;
      assertEquals(Math.abs(probability - expected) < 1e-6, true);
    }
    await writeTeacher(folder, "c");
    const more = await findTeachers(folder, digits);
    assertEquals(more.sha256 === sha256, false);
  }));

Deno.test("findTeachers() says why runs can't teach together", async (t) => {
  const { augmentation } = recipes.reference;
  const cases: [name: string, Parameters<typeof writeRun>[2], fault: string][] =
    [
      [
        "trained on other digits",
        { sha256: "4567" },
        '"b" was trained on 100 images of drawn, or others are held out; ',
      ],
      [
        "a student",
        { recipe: recipes.distilled },
        'all must have learned from labels: "b" learned from others; ',
      ],
      [
        "of other ranges",
        { recipe: { ...recipes.reference, augmentation: { shift: 3 } } },
        "the images of all must have been moved by the same ranges",
      ],
      [
        "with images bent",
        {
          recipe: {
            ...recipes.reference,
            augmentation: { ...augmentation, elastic: { amplitude: 1 } },
          },
        },
        "the images of all must have been moved by the same ranges",
      ],
    ];
  for (const [name, options, fault] of cases) {
    await t.step(name, () =>
      inFolder(async (folder) => {
        await writeTeacher(folder, "a");
        await writeTeacher(folder, "b", options);
        const message = await faultOf(folder);
        assertEquals(message.includes(fault), true, message);
      }));
  }
});

Deno.test("findTeachers() refuses a folder without whole finished runs", () =>
  inFolder(async (folder) => {
    const action = `Cannot learn from the runs in "${folder}"`;
    await writeRun(folder, "half");
    assertEquals(
      (await faultOf(folder)).startsWith(
        `${action}: it must hold runs that were trained to their end: it holds none; train them `,
      ),
      true,
    );
    await writeTeacher(folder, "a");
    await Deno.writeTextFile(join(folder, "a", "config.json"), "{");
    const damaged = await faultOf(folder);
    assertEquals(
      damaged.startsWith(
        `${action}: each must be whole: Cannot read "${
          join(folder, "a", "config.json")
        }": it must be JSON`,
      ),
      true,
      damaged,
    );
    const file = join(folder, "a", "config.json");
    assertEquals((await faultOf(file)).includes("not a folder"), true);
  }));
