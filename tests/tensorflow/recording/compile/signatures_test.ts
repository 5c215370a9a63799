import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { compile } from "../../../../lib/tensorflow/mod.ts";
import { alive, tf } from "../../../support/tensorflow.ts";

/** Collects what `fn` writes with `console.warn`. */
function warningsOf(fn: () => void): string[] {
  const { warn } = console;
  const warnings: string[] = [];
  console.warn = (...parts: unknown[]) => void warnings.push(parts.join(" "));
  try {
    fn();
  } finally {
    console.warn = warn;
  }
  return warnings;
}

Deno.test("compile() keeps maxRecordings recordings and names the argument that keeps changing", () => {
  const before = alive();
  using scale = compile(
    function scaleBy(x: tf.Tensor, rate: number, name: string) {
      return x.mul(rate + name.length);
    },
    { maxRecordings: 3 },
  );
  const x = tf.scalar(2);
  const warnings = warningsOf(() => {
    for (let rate = 0; rate < 8; rate++) {
      const y = scale(x, rate, "a");
      assertEquals(y.dataSync()[0], 2 * (rate + 1));
      y.dispose();
    }
  });
  assertEquals(scale.recordings.length, 3);
  assertEquals(warnings.length, 1);
  for (
    const part of [
      '"scaleBy"',
      "more than 3 signatures",
      "argument 2",
      "1; 2; 3",
    ]
  ) {
    assertStringIncludes(warnings[0], part);
  }
  x.dispose();
  assertEquals(alive(), before);
});

Deno.test("compile() drops the least recently used recording", () => {
  const runs: number[] = [];
  using compiled = compile((n: number) => {
    runs.push(n);
    return tf.scalar(n);
  }, { maxRecordings: 2 });
  const call = (n: number) => tf.tidy(() => compiled(n).dataSync()[0]);
  const warnings = warningsOf(() => {
    for (const n of [1, 2, 1, 3, 1, 2, 3]) assertEquals(call(n), n);
  });
  assertEquals(runs, [1, 2, 3, 2, 3]);
  assertEquals(
    compiled.recordings.map(({ signature }) => signature),
    ["2", "3"],
  );
  assertEquals(warnings.length, 1);
});

Deno.test("compile() doesn't warn within its limit", () => {
  using compiled = compile((n: number) => tf.scalar(n));
  const warnings = warningsOf(() => {
    for (let n = 0; n < 16; n++) compiled(n).dispose();
  });
  assertEquals(warnings, []);
  assertEquals(compiled.recordings.length, 16);
});

Deno.test("compile() drops no recording for a signature that can't be recorded", () => {
  using compiled = compile((n: number) => {
    if (n < 0) throw new Error("negative");
    return tf.scalar(n);
  }, { maxRecordings: 1 });
  compiled(1).dispose();
  assertThrows(() => compiled(-1), Error, "negative");
  assertEquals(compiled.recordings.map(({ signature }) => signature), ["1"]);
});

Deno.test("compile() tells how many nodes it recorded", () => {
  using compiled = compile((x: tf.Tensor) => x.neg().neg());
  compiled(tf.scalar(1)).dispose();
  assertEquals(compiled.recordings, [
    { signature: "float32[]", nodeCount: 3 }, // a placeholder, two operations
  ]);
});

Deno.test("compile() refuses a limit that isn't a whole number of 1 or more", () => {
  for (const maxRecordings of [0, -1, 1.5, NaN]) {
    assertThrows(
      () => compile(() => 0, { maxRecordings }),
      RangeError,
      `current value is ${maxRecordings}`,
    );
  }
});
