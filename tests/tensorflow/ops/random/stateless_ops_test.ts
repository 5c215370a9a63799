import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import {
  compile,
  randomState,
  setRandomSeed,
  setRandomState,
} from "../../../../lib/tensorflow/mod.ts";
import { assertNothingLeaks, tf } from "../../../support/tensorflow.ts";

/** Every operation whose numbers TensorFlow draws. */
const draws: [name: string, draw: () => tf.Tensor][] = [
  ["tf.randomUniform()", () => tf.randomUniform([8])],
  ["tf.randomUniform() between bounds", () => tf.randomUniform([8], -3, 5)],
  ["tf.randomUniform() of whole numbers", () => {
    return tf.randomUniform([8], 0, 1e6, "int32");
  }],
  ["tf.randomUniform() of far whole numbers", () => {
    return tf.randomUniform([8], -(2 ** 31), 2 ** 31 - 1, "int32");
  }],
  ["tf.randomUniform() of booleans", () => {
    return tf.randomUniform([64], 0, 1, "bool");
  }],
  ["tf.randomUniformInt()", () => tf.randomUniformInt([8], -5, 1e6)],
  ["tf.randomGamma()", () => tf.randomGamma([8], 2, 3)],
  ["tf.randomGamma() of whole numbers", () => {
    return tf.randomGamma([16], 50, 1, "int32");
  }],
  ["tf.multinomial()", () => tf.multinomial(tf.zeros([9]) as tf.Tensor1D, 16)],
  ["tf.multinomial() of probabilities", () => {
    return tf.multinomial(
      tf.fill([2, 5], 0.2) as tf.Tensor2D,
      9,
      undefined,
      true,
    );
  }],
  ["tf.randomNormal() of whole numbers", () => {
    return tf.randomNormal([8], 0, 100, "int32");
  }],
  ["tf.truncatedNormal() of whole numbers", () => {
    return tf.truncatedNormal([8], 0, 100, "int32");
  }],
  ["tf.randomNormal()", () => tf.randomNormal([8], 2, 3)],
  ["tf.randomStandardNormal()", () => tf.randomStandardNormal([8])],
  ["tf.truncatedNormal()", () => tf.truncatedNormal([8])],
  ["tf.dropout()", () => tf.dropout(tf.ones([64]), 0.5)],
  ["tf.dropout() with a seed", () => {
    return tf.dropout(tf.ones([64]), 0.5, undefined, 7);
  }],
  ["a dropout layer", () => {
    const layer = tf.layers.dropout({ rate: 0.5 });
    return layer.apply(tf.ones([64]), { training: true }) as tf.Tensor;
  }],
  ["a dropout layer with a seed", () => {
    const layer = tf.layers.dropout({ rate: 0.5, seed: 3 });
    return layer.apply(tf.ones([64]), { training: true }) as tf.Tensor;
  }],
  ["a noise layer", () => {
    const layer = tf.layers.gaussianNoise({ stddev: 1 });
    return layer.apply(tf.zeros([8]), { training: true }) as tf.Tensor;
  }],
  ["an initializer", () => {
    return tf.initializers.glorotUniform({}).apply([4, 2]);
  }],
];

for (const [name, draw] of draws) {
  if (name.endsWith("with a seed")) continue;
  Deno.test(`${name} is fresh at each call of a recorded function`, () => {
    using compiled = compile(() => draw());
    assertNothingLeaks(() =>
      tf.tidy(() => {
        setRandomSeed(1);
        const seen = new Set<string>();
        for (let call = 0; call < 4; call++) {
          seen.add(compiled().dataSync().join());
        }
        assertEquals(seen.size, 4);
      })
    );
    assertEquals(compiled.recordings.length, 1);
  });
}

const seeded: readonly [name: string, (seed: number) => tf.Tensor][] = [
  ["randomUniform", (seed) => tf.randomUniform([8], 0, 1, "float32", seed)],
  ["integers", (seed) => tf.randomUniform([64], 0, 9, "int32", seed)],
  ["booleans", (seed) => tf.randomUniform([64], 0, 1, "bool", seed)],
  ["randomUniformInt", (seed) => tf.randomUniformInt([64], 0, 9, seed)],
  ["randomGamma", (seed) => tf.randomGamma([8], 2, 3, "float32", seed)],
  ["multinomial", (seed) => {
    return tf.multinomial(tf.zeros([9]) as tf.Tensor1D, 16, seed);
  }],
  ["randomNormal", (seed) => tf.randomNormal([8], 0, 1, "float32", seed)],
  ["truncatedNormal", (seed) => tf.truncatedNormal([8], 0, 1, "float32", seed)],
  ["dropout", (seed) => tf.dropout(tf.ones([64]), 0.5, undefined, seed)],
];

for (const [name, draw] of seeded) {
  Deno.test(`${name} with the caller's seed draws the same, recorded and op by op`, () => {
    tf.tidy(() => {
      for (const seed of [0, 3]) {
        using compiled = compile(() => draw(seed));
        const expected = draw(seed).dataSync();
        for (const one of [draw(seed), compiled(), compiled()]) {
          assertEquals(one.dataSync(), expected);
        }
      }
    });
  });
}

for (const [name, draw] of draws) {
  if (name.endsWith("with a seed")) continue; // drawn in JavaScript
  Deno.test(`${name} draws the same numbers recorded and op by op`, () => {
    using compiled = compile(() => [draw(), draw()]);
    tf.tidy(() => {
      const values = (fn: () => tf.Tensor[]) => {
        setRandomSeed(123);
        return [fn(), fn()].flat().map((tensor) => tensor.dataSync());
      };
      const recorded = values(() => compiled());
      assertEquals(recorded, values(() => [draw(), draw()]));
      assertEquals(recorded, values(() => compiled()));
      assertNotEquals(recorded[0], recorded[1]);
    });
  });
}

Deno.test("the first call draws the same numbers as op by op, although it creates variables", () => {
  const make = () => {
    let total: tf.Variable | undefined;
    return () => {
      total ??= tf.variable(tf.randomNormal([3]).mul(0));
      total.assign(total.add(tf.randomUniform([3])));
      return total.add(0);
    };
  };
  const values = (fn: () => tf.Tensor) => {
    setRandomSeed(5);
    return [fn().dataSync(), randomState()];
  };
  using compiled = compile(make());
  tf.tidy(() => assertEquals(values(compiled), values(make())));
  tf.disposeVariables();
});

Deno.test("setRandomSeed() starts a different stream for each seed", () => {
  const draw = (seed: number) =>
    tf.tidy(() => {
      setRandomSeed(seed);
      return tf.randomUniform([4]).dataSync();
    });
  assertEquals(draw(1), draw(1));
  assertNotEquals(draw(1), draw(2));
  assertNotEquals(draw(1), draw(-1));
  assertEquals(draw(0), draw(2 ** 32)); // only the low 32 bits are used
  for (const seed of [0.5, NaN, Infinity]) {
    assertThrows(() => setRandomSeed(seed), RangeError, "whole number");
  }
});

Deno.test("setRandomState() continues where randomState() was taken", () => {
  using compiled = compile(() => tf.randomUniform([4]));
  tf.tidy(() => {
    setRandomSeed(9);
    compiled();
    const saved = JSON.parse(JSON.stringify(randomState()));
    const rest = [compiled(), tf.randomUniform([4]), compiled()];
    setRandomState(saved);
    for (const expected of rest) {
      assertEquals(compiled().dataSync(), expected.dataSync());
    }
    assertEquals(saved, { seed: 9, draws: 1 });
  });
});

/** Mean and standard deviation of 40,000 draws. */
function moments(values: tf.Tensor): [mean: number, deviation: number] {
  const { mean, variance } = tf.moments(values);
  return [mean.dataSync()[0], Math.sqrt(variance.dataSync()[0])];
}

Deno.test("random operations have the right mean, spread and range", () => {
  setRandomSeed(2);
  tf.tidy(() => {
    const shape: [number, number] = [200, 200];
    // Five standard errors of 40,000 draws: 5σ/200
    const [mean, deviation] = moments(tf.randomNormal(shape, 3, 2));
    assertAlmostEquals(mean, 3, 0.05);
    assertAlmostEquals(deviation, 2, 0.05);

    const uniform = tf.randomUniform(shape, -1, 3);
    const [middle, width] = moments(uniform);
    assertAlmostEquals(middle, 1, 0.03);
    assertAlmostEquals(width, 4 / Math.sqrt(12), 0.03);
    assert(uniform.min().dataSync()[0] >= -1);
    assert(uniform.max().dataSync()[0] < 3);

    const whole = tf.randomUniform(shape, -2, 2, "int32");
    assertEquals(whole.dtype, "int32");
    assertEquals(
      [...new Set(whole.dataSync())].sort((a, b) => a - b),
      [-2, -1, 0, 1],
    );

    const far = tf.randomUniformInt([9999], -(2 ** 31), 2 ** 31 - 1);
    assertAlmostEquals(moments(far.toFloat().div(2 ** 31))[1], 3 ** -0.5, 0.02);
    assert(far.dataSync().some((value) => value % 2 !== 0));

    for (const most of [1, 2]) {
      const half = tf.randomUniform(shape, 0, most, "bool");
      assertEquals(half.dtype, "bool");
      assertAlmostEquals(moments(half.toFloat())[0], 0.5, 0.0125);
    }

    // Mean α/β and variance α/β², whoever draws
    for (const seed of [undefined, 5]) {
      const gamma = tf.randomGamma(shape, 3, 2, "float32", seed);
      assertAlmostEquals(moments(gamma)[0], 1.5, 0.03);
      assertAlmostEquals(moments(gamma)[1], Math.sqrt(0.75), 0.03);
    }

    const truncated = tf.truncatedNormal(shape, 1, 2);
    assert(truncated.sub(1).abs().max().dataSync()[0] <= 4);
    // The standard deviation of a normal distribution truncated at ±2σ
    assertAlmostEquals(moments(truncated)[1], 2 * 0.8796, 0.05);
  });
});

Deno.test("tf.dropout() keeps 1 − rate of the values, scaled by its inverse", () => {
  setRandomSeed(3);
  tf.tidy(() => {
    const kept = tf.dropout(tf.ones([40_000]), 0.25).dataSync();
    const share = kept.filter((value) => value > 0).length / kept.length;
    assertAlmostEquals(share, 0.75, 0.011); // five standard errors
    assertEquals([...new Set(kept)].sort(), [0, Math.fround(1 / 0.75)]);
    const rows = tf.dropout(tf.ones([50, 3]), 0.5, [50, 1]).arraySync();
    for (const row of rows as number[][]) {
      assertEquals(new Set(row).size, 1); // one draw for each row
    }
    assertEquals(tf.dropout(tf.ones([4]), 0).arraySync(), [1, 1, 1, 1]);
  });
});

Deno.test("tf.dropout() has the gradient of its own mask", () => {
  setRandomSeed(4);
  tf.tidy(() => {
    const { value, grad } = tf.valueAndGrad((x) => tf.dropout(x, 0.5).sum())(
      tf.ones([100]),
    );
    assertEquals(grad.sum().dataSync(), value.dataSync());
    assertEquals([...new Set(grad.dataSync())].sort(), [0, 2]);
  });
});

Deno.test("op by op, a seed given by the caller draws the same each time", () => {
  tf.tidy(() => {
    const draw = () => tf.randomUniform([4], 0, 1, "float32", 11).dataSync();
    const before = randomState();
    assertEquals(draw(), draw());
    assertEquals(randomState(), before);
  });
});

Deno.test("truncatedNormal() refuses a distribution that it would draw from for ever", () => {
  for (
    const [mean, deviation] of [[0, -1], [0, NaN], [NaN, 1], [0, Infinity]]
  ) {
    assertThrows(
      () => tf.truncatedNormal([2], mean, deviation, "float32", 1),
      RangeError,
      "the mean must be finite and the standard deviation from 0 on",
    );
  }
});

Deno.test("randomGamma() refuses a shape and a rate that are not above 0", () => {
  for (const [alpha, beta] of [[0, 1], [-1, 1], [1, 0], [NaN, 1]]) {
    assertThrows(
      () => tf.randomGamma([2], alpha, beta),
      RangeError,
      "shape and rate must be above 0",
    );
  }
});

Deno.test("tf.multinomial() passes no gradient on", () => {
  tf.tidy(() => {
    const gradient = tf.grad((x: tf.Tensor) =>
      x.square().sum().add(
        tf.multinomial(x as tf.Tensor1D, 4).toFloat().sum(),
      )
    );
    assertEquals([...gradient(tf.tensor1d([1, 2])).dataSync()], [2, 4]);
  });
});
