import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { compile, init, tf } from "../../../lib/tensorflow/mod.ts";
import {
  createOptimizer,
  type OptimizerOptions,
} from "../../../lib/training/weights/optimizer.ts";

// Five steps on the sum of (w · [1, 2, 3])² from w = [1, −2, 3] with torch.optim
// of PyTorch 2.13 in float64
const expected: [options: OptimizerOptions, rate: number, weights: number[]][] =
  [
    [
      { kind: "sgd", momentum: 0.9 },
      0.01,
      [0.689906013830432, -0.07323378684313595, -1.184160671380896],
    ],
    [
      { kind: "adam" },
      0.1,
      [0.5079636592643418, -1.5029557803215317, 2.501779455466973],
    ],
    [
      { kind: "adam", weightDecay: 0.1 },
      0.1,
      [0.46995265699220734, -1.4155664789835891, 2.3652785724899275],
    ],
  ];

for (const recorded of [false, true]) {
  const how = recorded ? "recorded" : "op by op";
  Deno.test(`createOptimizer() updates weights like PyTorch, ${how}`, async () => {
    await init();
    for (const [options, rate, weights] of expected) {
      const before = tf.memory().numTensors;
      // Two variables: the optimizer's one vector falls apart into both
      const variables = [
        tf.tidy(() => tf.variable(tf.tensor1d([1]))),
        tf.tidy(() => tf.variable(tf.tensor2d([[-2, 3]]))),
      ];
      const factors = [tf.tensor1d([1]), tf.tensor2d([[2, 3]])];
      const optimizer = createOptimizer(variables, options);
      const update = (learningRate: tf.Scalar) =>
        tf.tidy(() => {
          const { grads } = tf.variableGrads(() =>
            tf.addN(
              variables.map((w, i) => w.mul(factors[i]).square().sum()),
            ).asScalar()
          );
          optimizer.update(
            variables.map(({ name }) => grads[name]),
            learningRate,
          );
        });
      const compiled = compile(update);
      const step = recorded ? compiled : update;
      const learningRate = tf.scalar(rate);
      for (let i = 0; i < 5; i++) step(learningRate);
      const result = variables.flatMap((w) => Array.from(w.dataSync()));
      result.forEach((w, i) => assertAlmostEquals(w, weights[i], 2e-6));
      compiled.dispose();
      optimizer.dispose();
      tf.dispose([learningRate, ...variables, ...factors]);
      assertEquals(tf.memory().numTensors, before);
    }
  });
}

Deno.test("createOptimizer() needs a momentum from 0 to less than 1", () => {
  assertThrows(
    () => createOptimizer([], { kind: "sgd", momentum: 1 }),
    RangeError,
    "momentum must be from 0 to less than 1: current value is 1",
  );
});

// The same five steps with a momentum (beta1) of its own each, by PyTorch's
// formulas in float64
const momenta = [0.95, 0.9, 0.85, 0.9, 0.95];
const expectedWithMomenta: typeof expected = [
  [
    { kind: "sgd", momentum: 0.9 },
    0.01,
    [0.6892395844917119, -0.07342578803097588, -1.1654581262991357],
  ],
  [
    { kind: "adam" },
    0.1,
    [0.4977397440585296, -1.4903309954778674, 2.4883308633632812],
  ],
];

Deno.test("createOptimizer() accepts another momentum at each step", async () => {
  await init();
  for (const [options, rate, weights] of expectedWithMomenta) {
    const before = tf.memory().numTensors;
    const w = tf.tidy(() => tf.variable(tf.tensor1d([1, -2, 3])));
    const squares = tf.tensor1d([1, 4, 9]);
    const optimizer = createOptimizer([w], options);
    using step = compile((learningRate: tf.Scalar, momentum: tf.Scalar) =>
      optimizer.update([w.mul(squares).mul(2)], learningRate, momentum)
    );
    for (const value of momenta) {
      const inputs = [tf.scalar(rate), tf.scalar(value)] as const;
      step(...inputs);
      tf.dispose([...inputs]);
    }
    w.dataSync().forEach((value, i) =>
      assertAlmostEquals(value, weights[i], 2e-6)
    );
    optimizer.dispose();
    step.dispose();
    tf.dispose([w, squares]);
    assertEquals(tf.memory().numTensors, before);
  }
});
