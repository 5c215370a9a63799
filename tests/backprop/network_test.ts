import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  errors,
  example,
  forward,
  initialWeights,
  sigmoid,
  squaredError,
} from "../../lib/backprop/network.ts";

Deno.test("sigmoid() is 0.5 at 0 and symmetric about that point", () => {
  assertEquals(sigmoid(0), 0.5);
  for (const x of [0.1, 1, 3, 20]) {
    assertAlmostEquals(sigmoid(x) + sigmoid(-x), 1, 1e-15);
  }
});

Deno.test("sigmoid() stays finite when the exponential overflows", () => {
  assertEquals(sigmoid(-1e4), 0);
  assertEquals(sigmoid(1e4), 1);
});

Deno.test("squaredError() is half the square of the difference", () => {
  assertEquals(squaredError(1, 3), 2);
  assertEquals(squaredError(3, 1), 2);
});

Deno.test("forward() gives the weighted sums computed by hand", () => {
  const a = forward(initialWeights, example);
  assertAlmostEquals(a.h1, 0.0275, 1e-15);
  assertAlmostEquals(a.h2, 0.0425, 1e-15);
});

Deno.test("forward() uses each weight as in the formulas", () => {
  const none = {
    w1: 0,
    w2: 0,
    w3: 0,
    w4: 0,
    w5: 0,
    w6: 0,
    w7: 0,
    w8: 0,
  };
  const at = (name: keyof typeof none) => {
    const rest = forward(none, { ...example, i1: 1, i2: 2 });
    const moved = forward({ ...none, [name]: 1 }, { ...example, i1: 1, i2: 2 });
    return {
      h1: moved.h1 - rest.h1,
      h2: moved.h2 - rest.h2,
      o1: moved.o1 - rest.o1,
      o2: moved.o2 - rest.o2,
    };
  };
  assertEquals(at("w1"), { h1: 1, h2: 0, o1: 0, o2: 0 });
  assertEquals(at("w2"), { h1: 2, h2: 0, o1: 0, o2: 0 });
  assertEquals(at("w3"), { h1: 0, h2: 1, o1: 0, o2: 0 });
  assertEquals(at("w4"), { h1: 0, h2: 2, o1: 0, o2: 0 });
  assertEquals(at("w5"), { h1: 0, h2: 0, o1: 0.5, o2: 0 });
  assertEquals(at("w6"), { h1: 0, h2: 0, o1: 0.5, o2: 0 });
  assertEquals(at("w7"), { h1: 0, h2: 0, o1: 0, o2: 0.5 });
  assertEquals(at("w8"), { h1: 0, h2: 0, o1: 0, o2: 0.5 });
});

Deno.test("errors() gives the exercise's first error", () => {
  const { E1, E2, E } = errors(forward(initialWeights, example), example);
  assertAlmostEquals(E1, 0.177893, 5e-7);
  assertAlmostEquals(E2, 0.064627, 5e-7);
  assertAlmostEquals(E, 0.242520, 5e-7);
});

Deno.test("errors() is zero only if the outputs equal the targets", () => {
  const met = errors({ a_o1: example.t1, a_o2: example.t2 }, example);
  assertEquals(met, { E1: 0, E2: 0, E: 0 });
  assert(errors({ a_o1: 0.02, a_o2: 0.99 }, example).E > 0);
});
