import type { Attribute } from "../../op_definitions/attributes.ts";
import { AttrType, DType } from "../../ffi/dtypes.ts";
import { tf } from "../../tfjs.ts";
import type { TensorFlowBackend } from "../../backend/mod.ts";

/** {@linkcode keepMask} rounds probabilities to multiples of 1/65,536. */
const LEVELS = 2 ** 16;

/** Sets a share of the elements to 0, and scales the others up. */
export function dropOut(
  backend: TensorFlowBackend,
  x: tf.Tensor,
  rate: number,
  noiseShape: number[],
): tf.Tensor {
  const dropped = Math.min(Math.round(rate * LEVELS), LEVELS - 1);
  const kept = keepMask(backend, noiseShape, dropped);
  return x.mul(kept.cast("float32").mul(LEVELS / (LEVELS - dropped)));
}

/**
 * Draws for each element whether dropout keeps it. Random numbers are a tenth
 * of a training step's work; 16 bits per element halve what float32 would cost.
 *
 * @param dropped How many of the 65,536 values drop an element.
 * @returns bool, of the given shape.
 */
function keepMask(
  backend: TensorFlowBackend,
  shape: number[],
  dropped: number,
): tf.Tensor {
  const size = tf.util.sizeFromShape(shape);
  const type = (name: string, value: number): Attribute => ({
    name,
    type: AttrType.TYPE,
    value,
  });
  const { binding } = backend;
  const inputs = backend.getInputTensorIds([
    tf.tensor1d([Math.ceil(size / 2)], "int32"),
    backend.nextRandomKey(),
  ]);
  const ids: number[] = [];
  // TensorFlow.js has no int16, so these tensors exist as numbers only
  const run = (name: string, attributes: Attribute[], inputs: number[]) => {
    const [{ id }] = binding.executeOp(name, attributes, inputs, 1);
    ids.push(id);
    return id;
  };
  try {
    const pairs = run("StatelessRandomUniformFullInt", [
      type("dtype", DType.INT32),
      type("T", DType.INT32),
      type("Tseed", DType.INT32),
    ], inputs); // [⌈size / 2⌉]
    const bits = run("Bitcast", [
      type("T", DType.INT32),
      type("type", DType.INT16),
    ], [pairs]); // [⌈size / 2⌉, 2]
    const least = Int16Array.of(dropped - LEVELS / 2);
    ids.push(binding.createTensor([], DType.INT16, least));
    const [kept] = binding.executeOp(
      "GreaterEqual",
      [type("T", DType.INT16)],
      [bits, ids.at(-1)!],
      1,
    );
    const pairsKept = backend.createOutputTensor(kept).flatten();
    // An odd number of elements leaves half a pair
    const all = size % 2 === 0 ? pairsKept : pairsKept.slice([0], [size]);
    return all.reshape(shape);
  } finally {
    ids.forEach((id) => binding.deleteTensor(id));
  }
}
