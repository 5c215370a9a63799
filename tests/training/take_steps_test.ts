import { assert, assertEquals, assertRejects } from "@std/assert";
import { syntheticDigits } from "../../lib/data/mod.ts";
import { toDevice } from "../../lib/model/input.ts";
import { createNetwork, defaultNetwork } from "../../lib/model/network.ts";
import {
  compile,
  init,
  randomState,
  setRandomState,
  tf,
} from "../../lib/tensorflow/mod.ts";
import { trainingStep } from "../../lib/training/training_step.ts";
import { type PlannedStep, takeSteps } from "../../lib/training/take_steps.ts";
import { createOptimizer } from "../../lib/training/weights/optimizer.ts";
import { trainableVariables } from "../../lib/training/weights/variables.ts";

await init();

const digits = toDevice(syntheticDigits({ count: 40, seed: 1 }));
const plan = Array.from({ length: 12 }, (_, k): PlannedStep => ({
  indices: Int32Array.of(3 * k, 3 * k + 1, 3 * k + 2),
  learningRate: (k + 1) / 128, // Exact in float32
}));

/** A small network with dropout, its compiled step, and its weights as text. */
function start(record = true) {
  const model = createNetwork(
    { ...defaultNetwork, channels: [2, 2, 2, 2, 2], hidden: 2 },
    1,
  );
  const optimizer = createOptimizer(trainableVariables(model), {
    kind: "sgd",
    momentum: 0.9,
  });
  const normalization = { mean: 0.1, standardDeviation: 0.3 };
  const step = compile(
    trainingStep(model, digits, normalization, optimizer),
    { record },
  );
  const weights = () =>
    model.getWeights().map((w) => w.dataSync().join(" ")).join("\n");
  return {
    step,
    weights,
    [Symbol.dispose]: () => {
      step.dispose();
      optimizer.dispose();
      model.dispose();
    },
  };
}

/** One step by itself, not queued ahead. */
async function takeOne(
  { step }: ReturnType<typeof start>,
  { indices, learningRate }: PlannedStep,
): Promise<number> {
  const inputs = [tf.tensor1d(indices, "int32"), tf.scalar(learningRate)];
  const loss = await step.async(
    ...inputs as [tf.Tensor1D, tf.Scalar],
  );
  const [value] = loss.dataSync();
  tf.dispose([...inputs, loss]);
  return value;
}

Deno.test("takeSteps() yields each step with the weights that it left", async () => {
  const seed = randomState();
  using plain = start();
  const expected: string[] = [];
  const losses: number[] = [];
  for (const planned of plan) {
    losses.push(await takeOne(plain, planned));
    expected.push(plain.weights());
  }
  const end = randomState();
  setRandomState(seed);
  using ahead = start();
  const before = tf.memory().numTensors;
  const results = [];
  for await (const result of takeSteps(ahead.step, plan)) {
    assertEquals(ahead.weights(), expected[results.length]);
    results.push(result);
  }
  assertEquals(
    results.map(({ indices, learningRate }) => ({ indices, learningRate })),
    plan,
  );
  assertEquals(results.map(({ loss }) => loss), losses);
  assert(results.every(({ seconds }) => seconds > 0));
  assertEquals(randomState(), end);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("takeSteps() leaves no trace of steps that were queued but not read", async () => {
  using run = start();
  let after = "";
  const before = tf.memory().numTensors;
  for await (const { learningRate } of takeSteps(run.step, plan)) {
    after = run.weights();
    if (learningRate === plan[5].learningRate) break;
  }
  assertEquals(run.weights(), after);
  assertEquals(tf.memory().numTensors, before);
  // No call is left open, so another one may begin
  await takeOne(run, plan[0]);
});

Deno.test("takeSteps() frees everything if planning a step fails", async () => {
  using run = start();
  const before = tf.memory().numTensors;
  function* failingPlan(): Generator<PlannedStep> {
    yield* plan.slice(0, 7);
    throw new Error("no plan");
  }
  await assertRejects(
    async () => {
      for await (const _ of takeSteps(run.step, failingPlan()));
    },
    Error,
    "no plan",
  );
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("takeSteps() takes steps op by op, one at each request", async () => {
  using run = start(false);
  let count = 0;
  for await (const { indices } of takeSteps(run.step, plan)) {
    assertEquals(indices, plan[count++].indices);
    if (count === 3) break;
  }
  assertEquals(count, 3);
});

Deno.test("takeSteps() takes no step without a plan", async () => {
  using run = start();
  for await (const _ of takeSteps(run.step, [])) {
    throw new Error("a step was taken");
  }
});
