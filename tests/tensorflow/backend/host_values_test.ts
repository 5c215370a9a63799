import { assertEquals, assertThrows } from "@std/assert";
import { compile } from "../../../lib/tensorflow/mod.ts";
import {
  assertNothingLeaks,
  backend,
  binding,
  tf,
} from "../../support/tensorflow.ts";

Deno.test("a result computed in JavaScript has no handle until TensorFlow needs it", () => {
  assertNothingLeaks(() =>
    tf.tidy(() => {
      const before = binding.tensors.size;
      const x = tf.tensor1d([1, 4]).add(1);
      assertEquals(binding.tensors.size, before);
      x.sin();
      assertEquals(binding.tensors.size, before + 2);
      assertEquals(x.sub(1).dataSync(), Float32Array.of(1, 4));
      assertEquals(binding.tensors.size, before + 2);
    })
  );
});

Deno.test("what a caller does to values changes no tensor", () => {
  tf.tidy(() => {
    const given = Float32Array.of(1, 2);
    const x = tf.tensor1d(given);
    const y = x.mul(2);
    given.fill(0);
    assertEquals([...x.add(0).dataSync()], [1, 2]);
    y.dataSync().fill(0);
    assertEquals([...y.dataSync()], [2, 4]);
    assertEquals([...y.exp().log().round().dataSync()], [2, 4]);
    y.dataSync().fill(0);
    assertEquals([...y.add(1).dataSync()], [3, 5]);
  });
});

Deno.test("a variable is read again when a compiled function has changed it", () => {
  const variable = tf.variable(tf.tensor1d([1, 2]).sin());
  using step = compile(() => {
    variable.assign(variable.add(1));
    return variable.sum();
  });
  for (const expected of [2, 3, 4]) {
    tf.tidy(() => {
      step();
      const [first] = variable.sub(Math.sin(1)).round().add(1).dataSync();
      assertEquals(first, expected);
    });
  }
  variable.dispose();
});

Deno.test("a result of a recording is refused outside of it in JavaScript, too", () => {
  let leaked: tf.Tensor | undefined;
  using record = compile((x: tf.Tensor) => {
    leaked = x.add(1);
    return leaked.mul(2);
  });
  tf.tidy(() => {
    record(tf.tensor1d([1]));
    assertThrows(() => leaked!.add(1), Error, "disposed");
  });
});

Deno.test("values computed in JavaScript are recorded as constants and arguments", () => {
  tf.tidy(() => {
    const outside = tf.tensor1d([1, 2]).add(1);
    using record = compile((x: tf.Tensor) => x.mul(outside));
    assertEquals([...record(outside.add(1)).dataSync()], [6, 12]);
    assertEquals([...outside.add(0).dataSync()], [2, 3]);
  });
  assertEquals(backend.canComputeOnHost, true);
});
