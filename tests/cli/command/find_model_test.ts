import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { join } from "node:path";
import {
  describeModel,
  findModel,
} from "../../../lib/cli/command/find_model.ts";
import { projectModelFolder } from "../../../lib/cli/command/folders.ts";
import { loadDigits } from "../../../lib/data/load.ts";
import { syntheticDigits } from "../../../lib/data/mod.ts";
import { evaluate } from "../../../lib/evaluation/evaluate.ts";
import { ModelError } from "../../../lib/model/errors.ts";
import {
  loadModel,
  weightsDigest,
} from "../../../lib/model/files/model_folder.ts";
import { init } from "../../../lib/tensorflow/mod.ts";
import { inFolder } from "../../support/folder.ts";

async function makeModel(...parts: string[]): Promise<string> {
  const folder = join(...parts);
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(join(folder, "model.json"), "{}");
  return folder;
}

Deno.test("findModel() takes a model's folder, or the last epoch in a run's folder", async () => {
  await inFolder(async (folder) => {
    const last = await makeModel(folder, "run", "last");
    const best = await makeModel(folder, "run", "best");
    assertEquals(await findModel(join(folder, "run"), folder), last);
    assertEquals(await findModel(best, folder), best);
  });
});

Deno.test("findModel() takes the newest run with a finished epoch", async () => {
  await inFolder(async (folder) => {
    await makeModel(folder, "2025-01-01_00-00-00_reference_1", "last");
    const newer = await makeModel(
      folder,
      "2025-01-02_00-00-00_reference_1",
      "last",
    );
    await Deno.mkdir(join(folder, "2025-01-03_00-00-00_reference_1"));
    assertEquals(await findModel(undefined, folder), newer);
  });
});

Deno.test("findModel() takes the run that started last, whatever its name", async () => {
  await inFolder(async (folder) => {
    const begun = async (name: string, started: string) => {
      const last = await makeModel(folder, name, "last");
      const config = JSON.stringify({ started });
      await Deno.writeTextFile(join(folder, name, "config.json"), config);
      return last;
    };
    await begun("my-run", "2025-01-01T00:00:00.000Z");
    const newer = await begun(
      "2025-11-23_07-30-12_best_1",
      "2025-11-23T06:30:12.000Z",
    );
    assertEquals(await findModel(undefined, folder), newer);
  });
});

Deno.test("findModel() takes the best epoch of a run with early stopping", async () => {
  await inFolder(async (folder) => {
    const run = join(folder, "run");
    const last = await makeModel(run, "last");
    const config = JSON.stringify({
      recipe: { earlyStopping: { patience: 2 } },
    });
    await Deno.writeTextFile(join(run, "config.json"), config);
    assertEquals(await findModel(run, folder), last); // No best one yet
    const best = await makeModel(run, "best");
    assertEquals(await findModel(run, folder), best);
    assertEquals(await findModel(undefined, folder), best);
    assertEquals(await findModel(last, folder), last);
  });
});

Deno.test("findModel() takes the project's own model where there is no run", async () => {
  await inFolder(async (folder) => {
    const own = await makeModel(folder, "own");
    const runs = join(folder, "runs");
    assertEquals(await findModel(undefined, runs, own), own);
    const last = await makeModel(runs, "run", "last");
    assertEquals(await findModel(undefined, runs, own), last);
    assertEquals(describeModel(last), last);
    assertMatch(
      describeModel(projectModelFolder()),
      /^data\/model \(comes with the project; /,
    );
  });
});

Deno.test("findModel() says where it looked", async () => {
  await inFolder(async (folder) => {
    await assertRejects(
      () => findModel(folder, folder),
      ModelError,
      `Cannot find a model in "${folder}"`,
    );
    for (const runs of [folder, join(folder, "missing")]) {
      await assertRejects(
        () => findModel(undefined, runs, join(folder, "missing")),
        ModelError,
        `"${runs}" must hold a run`,
      );
    }
  });
});

const own = projectModelFolder();
const card = await Deno.readTextFile(join(own, "README.md"));

Deno.test("data/model has fewer than 100,000 bytes, and a card that is its own", async () => {
  const files = [...Deno.readDirSync(own)].map(({ name }) => name).sort();
  assertEquals(files, ["README.md", "model.json", "weights.bin"]);
  const bytes = files.map((name) => Deno.statSync(join(own, name)).size);
  assert(bytes.reduce((sum, size) => sum + size, 0) < 100_000, `${bytes}`);
  assert(card.includes(await weightsDigest(own)));
  assertMatch(card, /^deno task train --recipe pictures --seed 1$/m);
});

Deno.test("data/model reads drawn digits that it has never seen", async () => {
  await init();
  const { model, info } = await loadModel(own);
  assertEquals([info.recipe, info.trainedOn], ["pictures", "MNIST"]);
  const digits = syntheticDigits({ count: 500, seed: 1 });
  const { correct } = await evaluate(model, digits, info.normalization);
  model.dispose();
  assert(correct > 400, `${correct} of 500`);
});

Deno.test({
  name: "data/model scores on MNIST what its card says",
  ignore: !Deno.env.get("MNIST_DIR"),
  fn: async () => {
    await init();
    const { test } = await loadDigits({ data: Deno.env.get("MNIST_DIR") });
    const { model, info } = await loadModel(own);
    const score = await evaluate(model, test, info.normalization);
    model.dispose();
    const [, correct, loss] =
      /^\| test \| ([\d,]+) of 10,000 \| .* \| ([\d.]+) \|$/m.exec(card)!;
    assertEquals(score.correct, Number(correct.replace(",", "")));
    assertEquals(score.loss.toFixed(4), loss);
  },
});
