import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  compile,
  modelRecordings,
  optimizers,
  recordModel,
} from "../../../lib/tensorflow/mod.ts";
import { alive, tf } from "../../support/tensorflow.ts";

const { AdamW, schedules, SGD } = optimizers;
type Options = optimizers.AdamOptions;

const cosine = () =>
  new schedules.CosineDecay({
    initialLearningRate: 0,
    warmupTarget: 0.1,
    warmupSteps: 2,
    decaySteps: 5,
  });

/** The gradients of each call: of a matrix and of a bias. */
const calls = Array.from({ length: 6 }, (_, i) => [
  [Math.sin(i + 1), 3 * Math.cos(i), -2],
  [0.5 * i - 1],
]);

/** The weights after each call. */
function train(
  optimizer: tf.Optimizer,
  recorded: boolean,
  [matrix, bias] = variables(),
): number[][] {
  const step = (g: tf.Tensor, h: tf.Tensor) =>
    optimizer.minimize(
      () => tf.add(matrix.mul(g).sum(), bias.mul(h).sum()) as tf.Scalar,
      true,
      [matrix, bias],
    )!;
  using compiled = recorded ? compile(step) : undefined;
  const run = compiled ?? step;
  const weights = calls.map(([g, h]) => {
    tf.tidy(() => run(tf.tensor1d(g), tf.tensor1d(h)).dispose());
    return [...matrix.dataSync(), ...bias.dataSync()];
  });
  if (compiled) assertEquals(compiled.recordings.length, 1);
  return weights;
}

let count = 0;
function variables(): tf.Variable[] {
  const name = `w${count++}`;
  return tf.tidy(() => [
    tf.variable(tf.tensor1d([1, -2, 3]), true, `${name}/kernel`),
    tf.variable(tf.tensor1d([0.5]), true, `${name}/bias`),
  ]);
}

function assertClose(actual: number[][], expected: number[][]): void {
  actual.flat().forEach((value, i) =>
    assertAlmostEquals(value, expected.flat()[i], 1e-5)
  );
}

/** AdamW after Loshchilov and Hutter (2019), algorithm 2, in plain numbers. */
function plainAdamW(
  rateAt: (step: number) => number,
  decay: number,
  clip: (gradients: number[][]) => number[][] = (all) => all,
): number[][] {
  const w = [1, -2, 3, 0.5];
  const m = [0, 0, 0, 0];
  const v = [0, 0, 0, 0];
  return calls.map((gradients, step) => {
    clip(gradients).flat().forEach((g, i) => {
      w[i] -= rateAt(step) * decay * w[i];
      m[i] = 0.9 * m[i] + 0.1 * g;
      v[i] = 0.999 * v[i] + 0.001 * g * g;
      const corrected = m[i] / (1 - 0.9 ** (step + 1));
      const root = Math.sqrt(v[i] / (1 - 0.999 ** (step + 1)));
      w[i] -= rateAt(step) * corrected / (root + 1e-7);
    });
    return [...w];
  });
}

const norm = (values: number[]) => Math.hypot(...values);
const scaled = (values: number[], by: number) => values.map((v) => v * by);
const clips: Record<string, [Options, (all: number[][]) => number[][]]> = {
  "by value": [
    { clipvalue: 0.5 },
    (all) => all.map((g) => g.map((v) => Math.max(-0.5, Math.min(0.5, v)))),
  ],
  "by norm": [
    { clipnorm: 1.5 },
    (all) => all.map((g) => scaled(g, 1.5 / Math.max(norm(g), 1.5))),
  ],
  "by global norm": [
    { globalClipnorm: 2 },
    (all) => all.map((g) => scaled(g, 2 / Math.max(norm(all.flat()), 2))),
  ],
};

for (const recorded of [false, true]) {
  const how = recorded ? "recorded" : "op by op";

  Deno.test(`AdamW, ${how}, takes the steps of its formula`, () =>
    assertClose(
      train(
        new AdamW({ learningRate: 0.1, weightDecay: 0.2, epsilon: 1e-7 }),
        recorded,
      ),
      plainAdamW(() => 0.1, 0.2),
    ));

  Deno.test(`AdamW, ${how}, follows a schedule`, () =>
    assertClose(
      train(
        new AdamW({ learningRate: cosine(), weightDecay: 0.2, epsilon: 1e-7 }),
        recorded,
      ),
      plainAdamW((step) => cosine().rateAt(step), 0.2),
    ));

  for (const [name, [options, clip]] of Object.entries(clips)) {
    Deno.test(`gradients clipped ${name}, ${how}, are those of the formula`, () =>
      assertClose(
        train(
          new AdamW({ ...options, learningRate: 0.1, epsilon: 1e-7 }),
          recorded,
        ),
        plainAdamW(() => 0.1, 0.004, clip),
      ));
  }

  Deno.test(`weights left out of the decay keep their size, ${how}`, () => {
    const optimizer = new SGD({
      learningRate: 0.1,
      weightDecay: 0.5,
      excludeFromWeightDecay: ["bias"],
    });
    const [first] = train(optimizer, recorded);
    const [[g, h]] = [calls[0].map(([each]) => each)];
    assertAlmostEquals(first[0], 1 - 0.1 * 0.5 - 0.1 * g, 1e-6);
    assertAlmostEquals(first[3], 0.5 - 0.1 * h, 1e-6);
  });

  for (
    const [name, make] of Object.entries(optimizers).filter(([name]) =>
      /^[A-Z]/.test(name)
    ) as [string, typeof AdamW][]
  ) {
    Deno.test(`${name}, ${how}: two calls with accumulation are one with the mean`, () => {
      const options = { learningRate: cosine(), weightDecay: 0.1 };
      const twice = train(
        new make({ ...options, gradientAccumulationSteps: 2 }),
        recorded,
      );
      const [matrix, bias] = variables();
      const optimizer = new make(options);
      for (let i = 0; i < calls.length; i += 2) {
        const means = [0, 1].map((which) =>
          calls[i][which].map((g, k) => (g + calls[i + 1][which][k]) / 2)
        );
        tf.tidy(() =>
          optimizer.applyGradients([
            { name: matrix.name, tensor: tf.tensor1d(means[0]) },
            { name: bias.name, tensor: tf.tensor1d(means[1]) },
          ])
        );
        const weights = [...matrix.dataSync(), ...bias.dataSync()];
        assertClose([twice[i + 1]], [weights]);
        if (i + 2 < calls.length) assertClose([twice[i + 2]], [weights]);
      }
    });

    Deno.test(`${name}, ${how}: saved within an accumulation, it goes on`, async () => {
      const options = {
        learningRate: cosine(),
        weightDecay: 0.1,
        excludeFromWeightDecay: ["some_bias"],
        gradientAccumulationSteps: 4,
        clipnorm: 1,
      };
      const optimizer = new make(options);
      const names = variables();
      train(optimizer, recorded, names);
      const saved = await optimizer.getWeights();
      const config = JSON.parse(JSON.stringify(optimizer.getConfig()));
      const entry = tf.serialization.SerializationMap.getMap()
        .classNameMap[optimizer.getClassName()];
      const restored = entry[1](entry[0], config) as tf.Optimizer;
      assertEquals(restored.getConfig(), optimizer.getConfig());
      await restored.setWeights(saved);
      assertEquals(restored.iterations, 6);
      const copies = names.map((each) => tf.variable(each.clone()));
      assertClose(
        train(restored, recorded, copies),
        train(optimizer, recorded, names),
      );
    });
  }
}

/** A model that learns the sum of two numbers, and its losses. */
async function fit(
  optimizer: tf.Optimizer,
  recorded: boolean,
): Promise<[tf.LayersModel, number[]]> {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({
        units: 1,
        inputShape: [2],
        kernelInitializer: "ones",
      }),
    ],
  });
  recordModel(model, recorded);
  model.compile({ optimizer, loss: "meanSquaredError" });
  const [x, y] = tf.tidy(() => {
    const x = tf.range(0, 24).reshape([12, 2]).div(10);
    return [x, x.sum(1, true).mul(2)];
  });
  const losses: number[] = [];
  await model.fit(x, y, {
    batchSize: 2,
    epochs: 2,
    shuffle: false,
    verbose: 0,
    callbacks: { onBatchEnd: (_, logs) => void losses.push(logs!.loss) },
  });
  tf.dispose([x, y]);
  return [model, losses];
}

const settings = (): Options => ({
  learningRate: cosine(),
  weightDecay: 0.1,
  globalClipnorm: 1,
  gradientAccumulationSteps: 2,
});

Deno.test("fit() takes the same steps recorded as op by op, with one recording", async () => {
  const [, expected] = await fit(new AdamW(settings()), false);
  const [model, losses] = await fit(new AdamW(settings()), true);
  assertClose([losses], [expected]);
  assertEquals(modelRecordings(model).train.length, 1);
});

Deno.test("a model saved with its optimizer goes on after loading", async () => {
  const [model] = await fit(new AdamW(settings()), true);
  const artifacts = await new Promise<tf.io.ModelArtifacts>((resolve) =>
    model.save(
      tf.io.withSaveHandler((artifacts) => {
        resolve(artifacts);
        return Promise.resolve({
          modelArtifactsInfo: {
            dateSaved: new Date(),
            modelTopologyType: "JSON",
          },
        });
      }),
      { includeOptimizer: true },
    )
  );
  const loaded = await tf.loadLayersModel(tf.io.fromMemory(artifacts));
  assertEquals(loaded.optimizer.getConfig(), model.optimizer.getConfig());
  const x = tf.ones([2, 2]);
  const y = tf.ones([2, 1]);
  for (let i = 0; i < 3; i++) {
    const [a, b] = [model, loaded].map((each) => each.trainOnBatch(x, y));
    assertAlmostEquals(await a as number, await b as number, 1e-6);
  }
});

Deno.test("calls begun ahead find their schedule's rate, in one run each", async () => {
  const trainAhead = async (ahead: number) => {
    const [matrix] = variables();
    const optimizer = new AdamW({ learningRate: cosine() });
    using step = compile(() =>
      optimizer.minimize(() => matrix.square().sum(), true, [matrix])!
    );
    step().dispose();
    for (let i = 0; i < 6; i += ahead) {
      const pending = Array.from({ length: ahead }, () => step.begin());
      for (const call of pending) (await call.finish()).dispose();
    }
    return [...matrix.dataSync()];
  };
  assertEquals(await trainAhead(3), await trainAhead(1));
});

Deno.test("an assigned learning rate ends a schedule", () => {
  const optimizer = new AdamW({ learningRate: cosine() });
  assertEquals(optimizer.learningRate, 0);
  optimizer.learningRate = 0.3;
  train(optimizer, true);
  assertEquals(optimizer.learningRate, 0.3);
  assertEquals(optimizer.getConfig().learningRate, 0.3);
});

Deno.test("a disposed optimizer leaves nothing behind", () => {
  const names = variables();
  const run = () => {
    for (const recorded of [false, true]) {
      const optimizer = new AdamW(settings());
      train(optimizer, recorded, names);
      optimizer.dispose();
    }
  };
  run();
  const before = alive();
  run();
  assertEquals(alive(), before);
});

Deno.test("optimizers refuse options that are out of range or contradict", () => {
  const bad: [Options, string][] = [
    [{ clipnorm: 1, clipvalue: 1 }, "at most one way of clipping"],
    [{ clipnorm: 0 }, "clipnorm must be above 0"],
    [{ gradientAccumulationSteps: 1.5 }, "must be a whole number above 0"],
    [{ weightDecay: -1 }, "must not be below 0"],
  ];
  for (const [options, message] of bad) {
    assertThrows(() => new AdamW(options), RangeError, message);
  }
});
