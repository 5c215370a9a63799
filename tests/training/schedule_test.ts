import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import {
  createMomentumSchedule,
  createSchedule,
} from "../../lib/training/schedule.ts";

Deno.test("createSchedule() keeps a constant rate", () => {
  const rate = createSchedule({ kind: "constant", rate: 0.01 }, 10, 5);
  assertEquals([0, 5, 9].map(rate), [0.01, 0.01, 0.01]);
});

Deno.test("createSchedule() follows one cycle like PyTorch's OneCycleLR", () => {
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

Deno.test("createSchedule() falls to 0 along a cosine", () => {
  const rate = createSchedule({ kind: "cosine", rate: 0.1 }, 100, 10);
  assertEquals(rate(0), 0.1);
  assertAlmostEquals(rate(50), 0.05, 1e-12);
  assertAlmostEquals(rate(100), 0, 1e-12);
});

Deno.test("createSchedule() drops the rate every few epochs", () => {
  const options = { kind: "step", rate: 1, epochs: 2, factor: 0.1 } as const;
  const rate = createSchedule(options, 60, 10);
  assertEquals([0, 19].map(rate), [1, 1]);
  assertAlmostEquals(rate(20), 0.1, 1e-12);
  assertAlmostEquals(rate(59), 0.01, 1e-12);
});

Deno.test("createSchedule() needs a rate above 0", () => {
  for (const rate of [0, -1, NaN]) {
    assertThrows(
      () => createSchedule({ kind: "constant", rate }, 10, 5),
      RangeError,
      `current value is ${rate}`,
    );
  }
});

Deno.test("createSchedule() handles runs of one or two steps", () => {
  for (const steps of [1, 2]) {
    const rate = createSchedule({ kind: "oneCycle", peak: 0.01 }, steps, 1);
    for (let step = 0; step < steps; step++) {
      assert(rate(step) > 0 && rate(step) <= 0.01, `${rate(step)}`);
    }
  }
});

Deno.test("createSchedule() drops the rate after a plateau of the training loss", () => {
  const history: { trainLoss: number }[] = [];
  const options = {
    kind: "plateau",
    rate: 1,
    factor: 0.1,
    patience: 1,
  } as const;
  const rate = createSchedule(options, 80, 10, history);
  const rates = [1, 0.5, 0.6, 0.49999, 0.5, 0.4, 0.4, 0.4].map((trainLoss) => {
    history.push({ trainLoss });
    return Number(rate(0).toPrecision(6));
  });
  // The second epoch in a row without a fall of 0.01 % drops the rate
  assertEquals(rates, [1, 1, 1, 0.1, 0.1, 0.1, 0.1, 0.01]);
});

Deno.test("createMomentumSchedule() moves against the learning rate", () => {
  // By PyTorch's formula for OneCycleLR with max_momentum=0.95, base_momentum=0.85
  const expected: [step: number, momentum: number][] = [
    [0, 0.95],
    [1, 0.9497068978577179],
    [15, 0.897293054570729],
    [29, 0.85],
    [50, 0.8706107373853763],
    [99, 0.95],
  ];
  const momentum = createMomentumSchedule({
    kind: "oneCycle",
    peak: 0.01,
    momentum: { high: 0.95, low: 0.85 },
  }, 100)!;
  for (const [step, value] of expected) {
    assertAlmostEquals(momentum(step), value, 1e-9);
  }
});

Deno.test("createMomentumSchedule() is undefined if momentum stays constant", () => {
  const options = { kind: "oneCycle", peak: 0.01 } as const;
  assertEquals(createMomentumSchedule(options, 10), undefined);
  assertThrows(
    () =>
      createMomentumSchedule(
        { ...options, momentum: { high: 1, low: 0.85 } },
        10,
      ),
    RangeError,
    "momentum must be from 0 to less than 1: current value is 1",
  );
});
