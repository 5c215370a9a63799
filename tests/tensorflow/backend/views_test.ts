import { assertEquals, assertThrows } from "@std/assert";
import { compile } from "../../../lib/tensorflow/mod.ts";
import { alive, backend, inTensorFlow, tf } from "../../support/tensorflow.ts";

const numbers = [1, 2, 3, 4, 5, 6];

/** Tests what small operations do in JavaScript, and large ones in TensorFlow. */
function test(name: string, fn: () => void) {
  Deno.test(`${name}, in JavaScript`, fn);
  Deno.test(`${name}, in TensorFlow`, () => inTensorFlow(fn));
}

test("reshape(), expandDims() and squeeze() share data", () => {
  tf.tidy(() => {
    const x = tf.tensor1d(numbers).add(0);
    const views = [x.reshape([2, 3]), x.expandDims(0), x.reshape([-1, 2])];
    for (const view of views) assertEquals(view.dataId, x.dataId);
    assertEquals(views.map(({ shape }) => shape), [[2, 3], [1, 6], [3, 2]]);
    assertEquals(backend.refCount(x.dataId), 4);
    x.dispose();
    assertEquals(views[0].sum(1).arraySync(), [6, 15]);
    assertEquals(views[2].transpose().arraySync(), [[1, 3, 5], [2, 4, 6]]);
    assertEquals(views[1].squeeze().add(1).arraySync(), [2, 3, 4, 5, 6, 7]);
  });
});

test("what shares data leaves nothing behind", () => {
  const x = tf.tensor1d(numbers).add(0);
  const before = alive();
  tf.tidy(() => {
    const view = x.reshape([2, 3]);
    view.add(1).dataSync();
    view.square().dataSync();
  });
  assertEquals(alive(), before);
  x.dispose();
});

test("a view of a variable has its value as it was; a view made later has the new one", () => {
  tf.tidy(() => {
    const v = tf.variable(tf.tensor1d(numbers).add(0));
    using step = compile(() => {
      v.assign(v.add(1));
      return v.reshape([3, 2]).sum(1);
    });
    const early = v.reshape([2, 3]);
    assertEquals(early.sum(1).arraySync(), [6, 15]);
    assertEquals(step().arraySync(), [5, 9, 13]);
    assertEquals(early.sum(1).arraySync(), [6, 15]);
    assertEquals(v.reshape([2, 3]).sum(1).arraySync(), [9, 18]);
    early.dispose();
    for (const expected of [[12, 21], [15, 24], [18, 27]]) {
      step();
      assertEquals(v.reshape([2, 3]).sum(1).arraySync(), expected);
    }
    v.assign(v.reshape([6]));
    step();
    assertEquals(v.arraySync(), [6, 7, 8, 9, 10, 11]);
    v.dispose();
  });
});

test("a variable assigned from a view is read and written by a recording", () => {
  tf.tidy(() => {
    const v = tf.variable(tf.zeros([2, 3]));
    using step = compile((x: tf.Tensor) => {
      v.assign(v.add(x.reshape([2, 3])));
      return v.reshape([6]);
    });
    v.assign(tf.tensor1d(numbers).add(0).reshape([2, 3]));
    const ones = tf.ones([3, 2]).add(0);
    assertEquals(step(ones).arraySync(), [2, 3, 4, 5, 6, 7]);
    assertEquals(step(ones.reshape([3, 2])).arraySync(), [3, 4, 5, 6, 7, 8]);
    assertEquals(v.arraySync(), [[3, 4, 5], [6, 7, 8]]);
    v.dispose();
  });
});

test("a recording keeps reading a tensor of which only a view is left", () => {
  tf.tidy(() => {
    const x = tf.tensor1d(numbers).add(0);
    const view = x.reshape([2, 3]);
    using add = compile((y: tf.Tensor) => view.add(y).add(x.reshape([2, 3])));
    assertEquals(add(tf.scalar(1)).arraySync(), [[3, 5, 7], [9, 11, 13]]);
    x.dispose();
    view.square();
    assertEquals(add(tf.scalar(0)).arraySync(), [[2, 4, 6], [8, 10, 12]]);
  });
});

test("reshape() and expandDims() refuse what doesn't fit", () => {
  const x = tf.ones([2, 3]);
  assertThrows(() => x.reshape([4]), Error);
  assertThrows(() => x.expandDims(4), Error);
  assertThrows(() => x.expandDims(-4), RangeError, "from -3 to 2");
  x.dispose();
});
