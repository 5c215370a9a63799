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
import { createOptimizer } from "../../lib/training/weights/optimizer.ts";
import {
  trainableVariables,
  type TrainingStep,
  trainingStep,
} from "../../lib/training/step.ts";
import { takeSteps } from "../../lib/training/take_steps.ts";

await init();

const digits = toDevice(syntheticDigits({ count: 40, seed: 1 }));
const batches = Array.from({ length: 12 }, (_, k) => k);
const inputsOf = (k: number): Parameters<TrainingStep> => [
  tf.tensor1d(Int32Array.of(3 * k, 3 * k + 1, 3 * k + 2), "int32"),
  tf.scalar(0.1),
];

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

Deno.test("takeSteps() hands out each step with the weights that it left", async () => {
  const seed = randomState();
  using plain = start();
  const expected: string[] = [];
  const losses: number[] = [];
  for (const k of batches) {
    const inputs = inputsOf(k);
    const loss = await plain.step.async(...inputs);
    losses.push(loss.dataSync()[0]);
    expected.push(plain.weights());
    tf.dispose([inputs, loss]);
  }
  const end = randomState();
  setRandomState(seed);
  using ahead = start();
  const before = tf.memory().numTensors;
  const taken = [];
  for await (const each of takeSteps(ahead.step, batches, inputsOf)) {
    assertEquals(ahead.weights(), expected[taken.length]);
    taken.push(each);
  }
  assertEquals(taken.map(({ batch }) => batch), batches);
  assertEquals(taken.map(({ loss }) => loss), losses);
  assert(taken.every(({ seconds }) => seconds > 0));
  assertEquals(randomState(), end);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("takeSteps() leaves no trace of steps that nobody asks for", async () => {
  using run = start();
  let after = "";
  const before = tf.memory().numTensors;
  for await (const { batch } of takeSteps(run.step, batches, inputsOf)) {
    after = run.weights();
    if (batch === 5) break;
  }
  assertEquals(run.weights(), after);
  assertEquals(tf.memory().numTensors, before);
  // All calls have ended, so this one may begin
  const inputs = inputsOf(0);
  tf.dispose([await run.step.async(...inputs), inputs]);
});

Deno.test("takeSteps() frees everything where inputs can't be made", async () => {
  using run = start();
  const before = tf.memory().numTensors;
  await assertRejects(
    async () => {
      for await (
        const _ of takeSteps(run.step, batches, (k) => {
          if (k === 7) throw new Error("no inputs");
          return inputsOf(k);
        })
      );
    },
    Error,
    "no inputs",
  );
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("takeSteps() takes steps op by op, one when each is asked for", async () => {
  using run = start(false);
  let asked = 0;
  for await (const { batch } of takeSteps(run.step, batches, inputsOf)) {
    assertEquals(batch, asked++);
    if (batch === 2) break;
  }
  assertEquals(asked, 3);
});

Deno.test("takeSteps() without a batch takes no step", async () => {
  using run = start();
  for await (const _ of takeSteps(run.step, [], inputsOf)) {
    throw new Error("a step was taken");
  }
});
