import { assert, assertEquals, assertThrows } from "@std/assert";
import { compile } from "../../../../lib/tensorflow/mod.ts";
import { ExternalTensor } from "../../../../lib/tensorflow/recording/calls/external_tensor.ts";
import { backend, binding, idOf, tf } from "../../../support/tensorflow.ts";

const variable = (values: number[]) =>
  tf.tidy(() => tf.variable(tf.tensor1d(values)));

Deno.test("ExternalTensor.value changes its version with each assignment", () => {
  const w = variable([1, 2]);
  const external = new ExternalTensor(backend, w);
  const { version } = external.value;
  assertEquals(external.value.version, version);
  tf.tidy(() => w.assign(tf.tensor1d([3, 4])));
  assert(external.value.version !== version);
  assertEquals(external.value.handle, binding.tensors.get(idOf(w)).handle);
  w.dispose();
});

Deno.test("ExternalTensor reports a disposed variable and a disposed tensor", () => {
  const w = variable([1, 2]);
  const external = new ExternalTensor(backend, w);
  assertEquals(external.isAlive, true);
  w.dispose();
  assertEquals(external.isAlive, false);
  assertThrows(() => external.requireAlive(), Error, `variable "${w.name}"`);
  const x = tf.tensor1d([1]);
  const tensor = new ExternalTensor(backend, { dataId: x.dataId });
  x.dispose();
  assertThrows(() => tensor.value, Error, "keep it with tf.keep()");
});

Deno.test("an assigned variable changes in place, but not tensors that share its data", () => {
  const w = variable([1, 2]);
  using step = compile(() => {
    w.assign(w.add(1));
  });
  step();
  const id = idOf(w);
  step();
  assertEquals(idOf(w), id); // replaced in place
  const shared = w.clone();
  step();
  assertEquals([...shared.dataSync()], [3, 4]);
  assertEquals([...w.dataSync()], [4, 5]);
  tf.dispose([w, shared]);
});
