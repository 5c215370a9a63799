import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { createSchedule } from "../../lib/training/schedule.ts";

Deno.test("createSchedule() keeps a constant rate", () => {
  const rate = createSchedule({ kind: "constant", rate: 0.01 }, 10, 5);
  assertEquals([0, 5, 9].map(rate), [0.01, 0.01, 0.01]);
});

Deno.test("createSchedule() goes through one cycle as PyTorch's OneCycleLR does", () => {
  // torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.01, total_steps=100)
  const expected: [step: number, rate: number][] = [
    [0, 0.0004],
    [1, 0.00042813780565907275],
    [15, 0.005459866761210004],
    [29, 0.01],
    [50, 0.00793893450575732],
    [99, 4e-8],
  ];
  const rate = createSchedule({ kind: "oneCycle", peak: 0.01 }, 100, 10);
  for (const [step, value] of expected) {
    assertAlmostEquals(rate(step), value, value * 1e-9);
  }
});

Deno.test("createSchedule() goes down to 0 along a cosine", () => {
  const rate = createSchedule({ kind: "cosine", rate: 0.1 }, 100, 10);
  assertEquals(rate(0), 0.1);
  assertAlmostEquals(rate(50), 0.05, 1e-12);
  assertAlmostEquals(rate(100), 0, 1e-12);
});

Deno.test("createSchedule() drops after every so many epochs", () => {
  const options = { kind: "step", rate: 1, epochs: 2, factor: 0.1 } as const;
  const rate = createSchedule(options, 60, 10);
  assertEquals([0, 19].map(rate), [1, 1]);
  assertAlmostEquals(rate(20), 0.1, 1e-12);
  assertAlmostEquals(rate(59), 0.01, 1e-12);
});

Deno.test("createSchedule() wants a rate above 0", () => {
  for (const rate of [0, -1, NaN]) {
    assertThrows(
      () => createSchedule({ kind: "constant", rate }, 10, 5),
      RangeError,
      `current value is ${rate}`,
    );
  }
});

Deno.test("createSchedule() has a rate for each step of a run of one or two", () => {
  for (const steps of [1, 2]) {
    const rate = createSchedule({ kind: "oneCycle", peak: 0.01 }, steps, 1);
    for (let step = 0; step < steps; step++) {
      assert(rate(step) > 0 && rate(step) <= 0.01, `${rate(step)}`);
    }
  }
});
