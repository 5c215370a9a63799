import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { FileError } from "../../lib/files/errors.ts";
import { recipes } from "../../lib/training/recipes/recipes.ts";
import { isFinished } from "../../lib/runs/contents.ts";
import { readFinishedRecord, type RunConfig } from "../../lib/runs/record.ts";
import { inFolder } from "../support/folder.ts";

const config: RunConfig = {
  started: "2025-11-23T07:00:00.000Z",
  recipe: recipes.reference,
  data: {
    kind: "mnist",
    name: "MNIST",
    place: "/digits",
    heldOut: "validation",
    trainCount: 55000,
    testCount: 5000,
    sha256: "0123",
  },
  normalization: { mean: 0.13, standardDeviation: 0.31 },
  backend: "cpu",
  versions: { deno: "2.9.6" },
};

const epoch = {
  epoch: 1,
  trainLoss: 0.5,
  testLoss: 0.25,
  testCorrect: 9,
  testCount: 10,
  learningRate: 0.05,
  seconds: 1,
};
const score = { loss: 0.5, correct: 9, count: 10 };
const history = { epochs: [epoch], final: { train: score, test: score } };

type Content = object | string;

/** Runs a test with a run of these files. */
async function withRun(
  files: { config?: Content; history?: Content },
  test: (run: string) => Promise<void>,
): Promise<void> {
  await inFolder(async (run) => {
    for (
      const [name, content] of Object.entries({ config, history, ...files })
    ) {
      const text = typeof content === "string"
        ? content
        : JSON.stringify(content);
      await Deno.writeTextFile(join(run, `${name}.json`), text);
    }
    await test(run);
  });
}

Deno.test("readFinishedRecord() reads what a run wrote and ignores unknown fields", () =>
  withRun(
    { config: { ...config, best: "the rule", later: 1 } },
    async (run) => {
      assertEquals(await readFinishedRecord(run), { config, history });
      assertEquals(await isFinished(run), true);
    },
  ));

Deno.test("readFinishedRecord() finds none if a file or the final scores are missing", async () => {
  await withRun({ history: { epochs: [epoch] } }, async (run) => {
    assertEquals(await readFinishedRecord(run), undefined);
    await Deno.remove(join(run, "history.json"));
    assertEquals(await readFinishedRecord(run), undefined);
    const file = join(run, "config.json");
    assertEquals(await readFinishedRecord(file), undefined);
  });
  await withRun({}, async (run) => {
    await Deno.remove(join(run, "config.json"));
    assertEquals(await readFinishedRecord(run), undefined);
  });
});

Deno.test("readFinishedRecord() names the file and its fault in one line", async () => {
  const wrongConfig = (change: object) => ({
    config: { ...config, ...change },
  });
  const wrongEpoch = (change: object) => ({
    history: { ...history, epochs: [{ ...epoch, ...change }] },
  });
  const cases: [{ config?: Content; history?: Content }, string][] = [
    [{ config: "" }, "it must be JSON in UTF-8"],
    [{ config: "[]" }, "it must be an object"],
    [{ config: '"\\ud800"' }, "it must be an object"],
    [wrongConfig({ started: "today" }), "started must be a time in ISO 8601"],
    [wrongConfig({ backend: "a\u001b[2J" }), "backend must be a line of text"],
    [
      wrongConfig({ recipe: { ...recipes.reference, batchSize: 1e9 } }),
      "recipe.batchSize must be at most 1000000: current value is 1000000000",
    ],
    [
      wrongConfig({ recipe: { ...recipes.reference, "a\nb": 1 } }),
      "recipe.a b is not known",
    ],
    [
      wrongConfig({ data: { ...config.data, kind: "letters" } }),
      'data.kind must be "mnist" or "idx" or "pictures" or "synthetic"',
    ],
    [
      wrongConfig({ normalization: { mean: 0, standardDeviation: 0 } }),
      "normalization.standardDeviation must be greater than 0",
    ],
    [wrongConfig({ versions: { "a\nb": 1 } }), "versions.a b must be a line"],
    [{ history: { ...history, epochs: {} } }, "epochs must be a list"],
    [
      wrongEpoch({ testCorrect: 11 }),
      "epochs[0].testCorrect must be at most 10: current value is 11",
    ],
    [
      wrongEpoch({ epoch: 2 }),
      "epochs must be epochs 1, 2, 3, …: current value is a list of 1",
    ],
    [
      { history: JSON.stringify(history).replace("0.25", "1e999") },
      "epochs[0].testLoss must be finite: current value is Infinity",
    ],
    [
      { history: { ...history, final: { train: score } } },
      "final.test must be an object",
    ],
  ];
  for (const [files, fault] of cases) {
    await withRun(files, async (run) => {
      const name = files.config === undefined ? "history" : "config";
      const { message } = await assertRejects(
        () => readFinishedRecord(run),
        FileError,
        fault,
      );
      const start = `Cannot read "${join(run, `${name}.json`)}": `;
      assert(message.startsWith(start), message);
      assert(!/\p{Cc}/u.test(message) && message.length < 500, message);
      assertEquals(await isFinished(run), name === "config");
    });
  }
});

Deno.test("readFinishedRecord() refuses a file of more than 4 MiB", () =>
  withRun({ history: " ".repeat(4 * 1024 * 1024 + 1) }, async (run) => {
    await assertRejects(
      () => readFinishedRecord(run),
      FileError,
      "must have at most 4194304 bytes: current value is 4194305",
    );
  }));
