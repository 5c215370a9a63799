import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { optimizers } from "../../../lib/tensorflow/mod.ts";
import { scheduleFrom } from "../../../lib/tensorflow/optimizers/schedule.ts";
import { tf } from "../../support/tensorflow.ts";

const { schedules } = optimizers;
const decay = { initialLearningRate: 0.1, decaySteps: 10, decayRate: 0.5 };

/** Schedules and their rates at steps, from Keras's formulas by hand. */
const cases: readonly [
  name: string,
  schedule: optimizers.schedules.LearningRateSchedule,
  rates: Readonly<Record<number, number>>,
][] = [
  [
    "ExponentialDecay",
    new schedules.ExponentialDecay(decay),
    { 0: 0.1, 10: 0.05, 20: 0.025, 5: 0.1 * Math.SQRT1_2 },
  ],
  [
    "ExponentialDecay, staircase",
    new schedules.ExponentialDecay({ ...decay, staircase: true }),
    { 9: 0.1, 10: 0.05, 19: 0.05 },
  ],
  [
    "InverseTimeDecay",
    new schedules.InverseTimeDecay(decay),
    { 0: 0.1, 10: 0.1 / 1.5, 20: 0.05 },
  ],
  [
    "PiecewiseConstantDecay",
    new schedules.PiecewiseConstantDecay({
      boundaries: [2, 5],
      values: [3, 2, 1],
    }),
    { 0: 3, 2: 3, 3: 2, 5: 2, 6: 1, 99: 1 },
  ],
  [
    "PolynomialDecay",
    new schedules.PolynomialDecay({
      initialLearningRate: 1,
      decaySteps: 10,
      endLearningRate: 0.2,
      power: 2,
    }),
    { 0: 1, 5: 0.4, 10: 0.2, 30: 0.2 },
  ],
  [
    "PolynomialDecay, cycle",
    new schedules.PolynomialDecay({
      initialLearningRate: 1,
      decaySteps: 10,
      endLearningRate: 0,
      cycle: true,
    }),
    { 0: 1, 10: 0, 15: 0.25 },
  ],
  [
    "CosineDecay",
    new schedules.CosineDecay({
      initialLearningRate: 1,
      decaySteps: 10,
      alpha: 0.1,
    }),
    { 0: 1, 5: 0.55, 10: 0.1, 20: 0.1 },
  ],
  [
    "CosineDecay after a warm-up",
    new schedules.CosineDecay({
      initialLearningRate: 0,
      warmupTarget: 1,
      warmupSteps: 4,
      decaySteps: 10,
    }),
    { 0: 0, 1: 0.25, 4: 1, 9: 0.5, 14: 0, 20: 0 },
  ],
  [
    "CosineDecayRestarts",
    new schedules.CosineDecayRestarts({
      initialLearningRate: 1,
      firstDecaySteps: 10,
      mMul: 0.5,
    }),
    { 0: 1, 5: 0.5, 10: 0.5, 20: 0.25, 30: 0.25, 50: 0.125 },
  ],
];

for (const [name, schedule, rates] of cases) {
  Deno.test(`${name} has Keras's rates, also after saving and loading`, () => {
    const saved = JSON.parse(JSON.stringify({
      className: schedule.getClassName(),
      config: schedule.getConfig(),
    }));
    for (const each of [schedule, scheduleFrom(saved)]) {
      for (const [step, rate] of Object.entries(rates)) {
        assertAlmostEquals(each.rateAt(Number(step)), rate, 1e-9);
      }
    }
  });
}

Deno.test("a schedule of a program's own is saved and loaded once registered", () => {
  class Linear extends schedules.LearningRateSchedule<{ slope: number }> {
    static readonly className = "Linear";
    override rateAt(step: number): number {
      return this.config.slope * step;
    }
  }
  const saved = { className: "Linear", config: { slope: 2 } };
  assertThrows(() => scheduleFrom(saved), Error, "must be registered");
  tf.serialization.registerClass(Linear);
  assertEquals(scheduleFrom(saved).rateAt(3), 6);
});

Deno.test("schedules refuse what can't be a schedule", () => {
  const { CosineDecay, CosineDecayRestarts, PiecewiseConstantDecay } =
    schedules;
  const cosine = new CosineDecay({ initialLearningRate: 1, decaySteps: 0 });
  assertThrows(() => cosine.rateAt(0), RangeError, "must be above 0");
  const restarts = { initialLearningRate: 1, firstDecaySteps: 1, tMul: 0.5 };
  assertThrows(
    () => new CosineDecayRestarts(restarts).rateAt(0),
    RangeError,
    "at least 1",
  );
  assertThrows(
    () => new PiecewiseConstantDecay({ boundaries: [1], values: [1] }),
    RangeError,
    "one value more than boundaries",
  );
});
