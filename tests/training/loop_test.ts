import { assert, assertEquals, assertRejects } from "@std/assert";
import { syntheticDigits } from "../../lib/data/mod.ts";
import type { Dataset } from "../../lib/data/digits.ts";
import { pixelStatistics } from "../../lib/data/statistics.ts";
import { evaluate } from "../../lib/evaluation/evaluate.ts";
import { toDevice } from "../../lib/model/input.ts";
import type { Normalization } from "../../lib/model/normalization.ts";
import { createNetwork } from "../../lib/model/network.ts";
import { init, tf } from "../../lib/tensorflow/mod.ts";
import { Checkpoints } from "../../lib/training/checkpoints/checkpoints.ts";
import { identifyRun } from "../../lib/training/checkpoints/run_identity.ts";
import { recomputeStatistics } from "../../lib/training/weights/batch_statistics.ts";
import type { BatchEvent } from "../../lib/training/epoch_result.ts";
import type { FinalScores } from "../../lib/training/loop/final_scores.ts";
import { train } from "../../lib/training/loop.ts";
import { type Recipe, recipes } from "../../lib/training/recipes/recipes.ts";
import { computeSoftTargets } from "../../lib/training/soft_targets.ts";
import { inFolder } from "../support/folder.ts";

const dataset: Dataset = {
  train: syntheticDigits({ count: 200, seed: 1 }),
  test: syntheticDigits({ count: 100, seed: 2 }),
  source: { kind: "synthetic", name: "synthetic digits", place: "200/100" },
};

const recipe: Recipe = {
  ...recipes.reference,
  epochs: 3,
  batchSize: 64,
  augmentation: undefined, // Twelve steps are too few to learn moved images
  network: { ...recipes.reference.network, channels: [4, 4, 4, 4, 8] },
};

async function run(seed: number) {
  const model = createNetwork(recipe.network, seed);
  const history = await train(model, dataset, { ...recipe, seed });
  const weights = model.getWeights().map((w) => Array.from(w.dataSync()));
  model.dispose();
  return { history, weights };
}

Deno.test("train() lowers the loss on 200 synthetic digits", async () => {
  await init();
  const { history } = await run(1);
  assertEquals(history.map(({ epoch }) => epoch), [1, 2, 3]);
  assert(history[2].trainLoss < history[0].trainLoss * 0.8);
  assertEquals(history[2].testCount, 100);
});

Deno.test("train() ends with weights that depend on the seed alone", async () => {
  await init();
  const [a, b, c] = [await run(1), await run(1), await run(2)];
  assertEquals(a.weights, b.weights);
  assertEquals(
    a.history.map(({ trainLoss, testLoss }) => [trainLoss, testLoss]),
    b.history.map(({ trainLoss, testLoss }) => [trainLoss, testLoss]),
  );
  assert(a.weights[0][0] !== c.weights[0][0]);
});

Deno.test("train() learns from a teacher what the labels get wrong", async () => {
  await init();
  // Enough to learn from that no rounding of any processor decides the score
  const digits = syntheticDigits({ count: 400, seed: 1 });
  const { train: _, ...rest } = dataset;
  const plain: Recipe = { ...recipe, epochs: 16, batchSize: 16 };
  const teacher = createNetwork(plain.network, 1);
  const taught = (await train(teacher, { train: digits, ...rest }, plain))
    .at(-1)!;
  const normalization = pixelStatistics(digits);
  const softTargets = await computeSoftTargets(
    teacher,
    digits,
    normalization,
    { shift: 1 },
    { versions: 2, seed: 1 },
  );
  const wrong = digits.labels.map((label) => (label + 1) % 10);
  const learn = async (count: number, recorded: boolean) => {
    const student = createNetwork(plain.network, 2);
    const epochs = await train(
      student,
      { train: { ...digits, labels: wrong }, ...rest },
      { ...plain, epochs: count, distillation: { temperature: 3 } },
      { softTargets, recorded },
    );
    student.dispose();
    return epochs;
  };
  const opByOp = await learn(2, false);
  assert(opByOp[1].trainLoss < opByOp[0].trainLoss);
  const epochs = await learn(plain.epochs, true);
  const { testCorrect, testCount, trainLoss } = epochs.at(-1)!;
  assertEquals(testCount, 100);
  assert(
    testCorrect > 80,
    `${testCorrect} of the teacher's ${taught.testCorrect}`,
  );
  assert(trainLoss > 0 && trainLoss < epochs[0].trainLoss / 2);
  teacher.dispose();
});

Deno.test("train() reports each batch, including the short last one", async () => {
  await init();
  const events: BatchEvent[] = [];
  const model = createNetwork(recipe.network);
  await train(model, dataset, { ...recipe, epochs: 1 }, {
    onBatch: (event) => events.push(event),
  });
  model.dispose();
  assertEquals(events.map(({ batch }) => batch), [0, 1, 2, 3]);
  assert(events.every(({ batches, epoch }) => batches === 4 && epoch === 1));
  const seconds = events.map((event) => event.seconds);
  assert(seconds.every((value, k) => value > (seconds[k - 1] ?? 0)));
});

Deno.test("train() waits for onBatch before the next step", async () => {
  await init();
  const order: string[] = [];
  const model = createNetwork(recipe.network);
  await train(model, dataset, { ...recipe, epochs: 1 }, {
    onBatch: async ({ batch }) => {
      order.push(`${batch} begins`);
      await new Promise((resolve) => setTimeout(resolve, 1));
      order.push(`${batch} ends`);
    },
  });
  model.dispose();
  assertEquals(
    order,
    [0, 1, 2, 3].flatMap((k) => [`${k} begins`, `${k} ends`]),
  );
});

Deno.test("train() stops when its signal aborts, and leaves no tensor", async () => {
  await init();
  const model = createNetwork(recipe.network);
  const before = tf.memory().numTensors;
  const controller = new AbortController();
  await assertRejects(
    () =>
      train(model, dataset, recipe, {
        signal: controller.signal,
        onBatch: ({ batch }) => {
          if (batch === 1) controller.abort();
        },
      }),
    DOMException,
  );
  assertEquals(tf.memory().numTensors, before);
  model.dispose();
});

Deno.test("train() leaves no tensor behind", async () => {
  await init();
  const model = createNetwork(recipe.network);
  const before = tf.memory().numTensors;
  await train(model, dataset, { ...recipe, epochs: 1 });
  assertEquals(tf.memory().numTensors, before);
  model.dispose();
});

Deno.test("train() scores the averaged weights, passes them to onEpoch and ends with them", async () => {
  await init();
  const model = createNetwork(recipe.network);
  const weights = () => model.getWeights().map((w) => w.dataSync().slice());
  const kept: ReturnType<typeof weights>[] = [];
  const averaging = { decay: 0.9 };
  const short = { ...recipe, epochs: 2 };
  const history = await train(model, dataset, { ...short, averaging }, {
    onEpoch: () => void kept.push(weights()),
  });
  assertEquals(weights(), kept[1]);
  const { loss } = await evaluate(
    model,
    dataset.test,
    pixelStatistics(dataset.train),
  );
  assertEquals(loss, history[1].testLoss);
  model.dispose();
  // The steps are those of the weights themselves
  const plain = createNetwork(recipe.network);
  const own = await train(plain, dataset, short);
  plain.dispose();
  assertEquals(own[1].trainLoss, history[1].trainLoss);
  assert(own[1].testLoss !== history[1].testLoss);
});

Deno.test("train() recomputes batch normalization's statistics in the last epoch", async () => {
  await init();
  const outcome = async (renew: boolean) => {
    const model = createNetwork(recipe.network);
    const averaging = { decay: 0.9, recomputeStatistics: renew };
    const history = await train(model, dataset, {
      ...recipe,
      epochs: 2,
      averaging,
    });
    const weights = () => model.getWeights().map((w) => [...w.dataSync()]);
    const ended = weights();
    const digits = toDevice(dataset.train);
    await recomputeStatistics(
      model,
      digits,
      pixelStatistics(dataset.train),
    );
    digits.dispose();
    const renewed = weights();
    model.dispose();
    return { losses: history.map(({ testLoss }) => testLoss), ended, renewed };
  };
  const [anew, averaged] = [await outcome(true), await outcome(false)];
  assertEquals(anew.ended, anew.renewed);
  assertEquals(anew.ended, averaged.renewed);
  assertEquals(anew.losses[0], averaged.losses[0]);
  assert(anew.losses[1] !== averaged.losses[1]);
});

Deno.test("train() reports the final weights' scores on both whole sets", async () => {
  await init();
  const normalization = pixelStatistics(dataset.train);
  const plain: Recipe = { ...recipe, epochs: 2 };
  const recipes: Recipe[] = [
    plain,
    { ...plain, averaging: { decay: 0.9, recomputeStatistics: true } },
    {
      ...plain,
      epochs: 20,
      // Too high a rate, so that the best epoch is not the last
      schedule: { kind: "constant", rate: 0.5 },
      averaging: { decay: 0.5 },
      earlyStopping: { patience: 1 },
    },
  ];
  for (const recipe of recipes) {
    const heldOut: Dataset = {
      ...dataset,
      source: { ...dataset.source, heldOut: "validation" },
    };
    const model = createNetwork(recipe.network);
    let final: FinalScores | undefined;
    const history = await train(model, heldOut, recipe, {
      onFinish: (scores) => void (final = scores),
    });
    for (const set of ["train", "test"] as const) {
      const { loss, correct, count } = await evaluate(
        model,
        dataset[set],
        normalization,
      );
      const { loss: finalLoss, correct: finalCorrect, count: finalCount } =
        final![set];
      assertEquals(
        [finalLoss, finalCorrect, finalCount],
        [loss, correct, count],
      );
    }
    if (recipe.earlyStopping) {
      assert(history.length < recipe.epochs);
      assert(final!.test.loss !== history.at(-1)!.testLoss);
    }
    model.dispose();
  }
});

Deno.test("train() normalizes by the statistics it is given", async () => {
  await init();
  const lossWith = async (normalization?: Normalization) => {
    const model = createNetwork(recipe.network);
    const [{ trainLoss }] = await train(
      model,
      dataset,
      { ...recipe, epochs: 1 },
      { normalization },
    );
    model.dispose();
    return trainLoss;
  };
  const measured = pixelStatistics(dataset.train);
  assertEquals(await lossWith(measured), await lossWith());
  const other = { ...measured, mean: measured.mean + 0.1 };
  assert(await lossWith(other) !== await lossWith());
});

Deno.test("train() reports the same final scores when a finished run is resumed", async () => {
  await init();
  await inFolder(async (folder) => {
    const finish = async (seed: number) => {
      const model = createNetwork(recipe.network, seed);
      const checkpoints = await Checkpoints.open(
        folder,
        identifyRun(dataset, recipe),
      );
      const scores: FinalScores[] = [];
      await train(model, dataset, recipe, {
        checkpoints,
        onFinish: (final) => void scores.push(final),
      });
      model.dispose();
      return scores;
    };
    const first = await finish(1);
    assertEquals(first.length, 1);
    // Other initial weights, which the checkpoint replaces
    assertEquals(await finish(2), first);
  });
});

Deno.test("train() refuses a network with fewer outputs than there are classes", async () => {
  const model = createNetwork({ ...recipe.network, classes: 9 });
  await assertRejects(
    () => train(model, dataset, recipe),
    RangeError,
    "must have a unit for each of the 10 classes: current count is 9",
  );
  model.dispose();
});
