import { assertEquals } from "@std/assert";
import { verdict } from "../../lib/exercises/check.ts";
import {
  cosineRate,
  plainRate,
  stepsOfRun,
  velocities,
} from "../../lib/exercises/training.ts";

Deno.test("velocities takes the velocity after each step", async () => {
  const right = (gradients: number[], mu: number) => {
    let v = 0;
    return gradients.map((g) => v = mu * v + g);
  };
  assertEquals(
    await verdict(velocities, right),
    "Right. What gradients have in common adds up; opposite ones cancel.",
  );
  const forgetful = (gradients: number[]) => [...gradients];
  assertEquals(
    await verdict(velocities, forgetful),
    "Not yet: for [1,1,1], 0.5: element 1: 1 is too small.",
  );
  const lastOnly = (gradients: number[], mu: number) =>
    right(gradients, mu).slice(-1);
  assertEquals(
    await verdict(velocities, lastOnly),
    "Not yet: for [1,1,1], 0.5: the list needs another length than 1.",
  );
});

Deno.test("plainRate tells where the sum went wrong", async () => {
  assertEquals(
    await verdict(plainRate, 0.5),
    "Right. On a long slope, momentum of 0.9 multiplies the learning rate by ten.",
  );
  assertEquals(
    await verdict(plainRate, 0.45),
    "Not yet: the step is η(g + μv): the gradient itself is missing.",
  );
  assertEquals(
    await verdict(plainRate, 10),
    "Not yet: that is where v ends: how long is the step, then?",
  );
  assertEquals(await verdict(plainRate, 0.05), "Not yet: 0.05 is too small.");
});

Deno.test("stepsOfRun counts the smaller last batch", async () => {
  assertEquals(
    await verdict(stepsOfRun, 20 * 938),
    "Right. The last batch of each epoch has 32 images.",
  );
  assertEquals(
    await verdict(stepsOfRun, 18_750),
    "Not yet: an epoch has a whole number of steps: its last batch is smaller.",
  );
  assertEquals(await verdict(stepsOfRun, 938), "Not yet: 938 is too small.");
});

Deno.test("cosineRate compares the rate of several steps", async () => {
  const rate = (step: number) => 0.025 * (1 + Math.cos(Math.PI * step / 1000));
  assertEquals(
    await verdict(cosineRate, rate),
    "Right. The rate falls slowly at both ends and fast in the middle.",
  );
  const straight = (step: number) => 0.05 * (1 - step / 1000);
  assertEquals(
    await verdict(cosineRate, straight),
    "Not yet: for 250: 0.037500000000000006 is too small.",
  );
});
