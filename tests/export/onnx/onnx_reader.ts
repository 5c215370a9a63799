/**
 * Reads ONNX files and runs them, operation by operation, as ONNX's operator reference
 * defines them: https://onnx.ai/onnx/operators
 *
 * @module
 */
import { readMessage } from "../../../lib/tensorflow/ffi/protobuf.ts";
import { tf } from "../../../lib/tensorflow/mod.ts";

/** A message's fields by their numbers. */
type Fields = ReadonlyMap<number, readonly (bigint | Uint8Array)[]>;

/** An operation. */
export interface ReadNode {
  readonly operation: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, readonly number[]>;
}

/** A constant; float16 as its values. */
export interface ReadTensor {
  readonly type: "FLOAT" | "INT8" | "FLOAT16";
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** The input or the output. */
export interface ReadValue {
  readonly name: string;
  /** Numbers, or the names of sizes that are open. */
  readonly shape: readonly (number | string)[];
}

/** What a file says. */
export interface ReadModel {
  readonly irVersion: number;
  readonly opset: number;
  readonly nodes: readonly ReadNode[];
  readonly tensors: ReadonlyMap<string, ReadTensor>;
  readonly inputs: readonly ReadValue[];
  readonly outputs: readonly ReadValue[];
  readonly metadata: Readonly<Record<string, string>>;
}

function fieldsOf(bytes: Uint8Array): Fields {
  return Map.groupBy(readMessage(bytes), ({ number }) => number)
    .entries().reduce(
      (fields, [number, read]) =>
        fields.set(number, read.map(({ value }) => value)),
      new Map<number, (bigint | Uint8Array)[]>(),
    );
}

const messages = (fields: Fields, number: number): Fields[] =>
  (fields.get(number) ?? []).map((value) => fieldsOf(value as Uint8Array));
const texts = (fields: Fields, number: number): string[] =>
  (fields.get(number) ?? []).map((value) =>
    new TextDecoder().decode(value as Uint8Array)
  );
const integers = (fields: Fields, number: number): number[] =>
  (fields.get(number) ?? []).map((value) =>
    Number(BigInt.asIntN(64, value as bigint))
  );

/** Reads a `ModelProto`. */
export function readOnnx(bytes: Uint8Array): ReadModel {
  const model = fieldsOf(bytes);
  const [graph] = messages(model, 7);
  return {
    irVersion: integers(model, 1)[0],
    opset: integers(messages(model, 8)[0], 2)[0],
    nodes: messages(graph, 1).map((node) => ({
      inputs: texts(node, 1),
      outputs: texts(node, 2),
      operation: texts(node, 4)[0],
      attributes: new Map(
        messages(node, 5).map((attribute) => [
          texts(attribute, 1)[0],
          [...integers(attribute, 3), ...integers(attribute, 8)],
        ]),
      ),
    })),
    tensors: new Map(
      messages(graph, 5).map((tensor) => [texts(tensor, 8)[0], read(tensor)]),
    ),
    inputs: messages(graph, 11).map(readValue),
    outputs: messages(graph, 12).map(readValue),
    metadata: Object.fromEntries(
      messages(model, 14).map((
        entry,
      ) => [texts(entry, 1)[0], texts(entry, 2)[0]]),
    ),
  };
}

function read(tensor: Fields): ReadTensor {
  const buffer = (tensor.get(9)![0] as Uint8Array).slice().buffer;
  const shape = integers(tensor, 1);
  switch (integers(tensor, 2)[0]) {
    case 1:
      return { type: "FLOAT", shape, values: [...new Float32Array(buffer)] };
    case 3:
      return { type: "INT8", shape, values: [...new Int8Array(buffer)] };
    case 10:
      return { type: "FLOAT16", shape, values: [...new Float16Array(buffer)] };
    default:
      throw new RangeError(`Unknown type of tensor ${texts(tensor, 8)}`);
  }
}

function readValue(value: Fields): ReadValue {
  const [tensor] = messages(messages(value, 2)[0], 1);
  const sizes = messages(messages(tensor, 2)[0], 1);
  return {
    name: texts(value, 1)[0],
    shape: sizes.map((size) => integers(size, 1)[0] ?? texts(size, 2)[0]),
  };
}

/** The output for an input. */
export function runOnnx(model: ReadModel, input: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const values = new Map<string, tf.Tensor>([[model.inputs[0].name, input]]);
    for (const [name, { values: numbers, shape }] of model.tensors) {
      values.set(name, tf.tensor([...numbers], [...shape], "float32"));
    }
    for (
      const { operation, inputs, outputs: [output], attributes } of model.nodes
    ) {
      const given = inputs.map((name) => values.get(name)!);
      const ints = (name: string) => [...attributes.get(name) ?? []];
      values.set(output, OPERATIONS[operation](given, ints));
    }
    return values.get(model.outputs[0].name)!;
  });
}

type Operation = (
  inputs: tf.Tensor[],
  ints: (attribute: string) => number[],
) => tf.Tensor;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  Add: ([a, b]) => a.add(b),
  AveragePool: ([x], ints) => {
    const sums = (of: tf.Tensor) => pooled(of, ints, 0, "avg");
    return sums(x).div(sums(tf.onesLike(x))); // Zeros around the image don't count
  },
  Cast: ([x]) => x,
  Conv: ([x, kernel, bias], ints) => {
    const maps = tf.conv2d(
      channelsLast(padded(x, ints("pads"), 0)) as tf.Tensor4D,
      kernel.transpose<tf.Tensor4D>([2, 3, 1, 0]),
      ints("strides") as [number, number],
      "valid",
      "NHWC",
      ints("dilations") as [number, number],
    );
    return channelsFirst(bias ? maps.add(bias) : maps);
  },
  DequantizeLinear: ([x, scale], ints) => {
    const shape = x.shape.map((size, axis) =>
      axis === ints("axis")[0] ? size : 1
    );
    return x.mul(scale.reshape(shape));
  },
  Div: ([a, b]) => a.div(b),
  Elu: ([x]) => tf.elu(x),
  Flatten: ([x]) => x.reshape([x.shape[0], -1]),
  Gemm: ([a, b, c]) => c ? tf.matMul(a, b).add(c) : tf.matMul(a, b),
  GlobalAveragePool: ([x]) => x.mean([2, 3], true),
  GlobalMaxPool: ([x]) => x.max([2, 3], true),
  Identity: ([x]) => x,
  LogSoftmax: ([x], ints) => tf.logSoftmax(x, ints("axis")[0]),
  MaxPool: ([x], ints) => pooled(x, ints, -1e30, "max"),
  Mul: ([a, b]) => a.mul(b),
  Relu: ([x]) => x.relu(),
  Sub: ([a, b]) => a.sub(b),
  Tanh: ([x]) => x.tanh(),
  Transpose: ([x], ints) => x.transpose(ints("perm")),
};

const channelsLast = (x: tf.Tensor): tf.Tensor => x.transpose([0, 2, 3, 1]);
const channelsFirst = (x: tf.Tensor): tf.Tensor => x.transpose([0, 3, 1, 2]);

/** @param pads Top, left, bottom, right. */
function padded(x: tf.Tensor, pads: number[], value: number): tf.Tensor {
  const [top, left, bottom, right] = pads;
  const amounts: [number, number][] = [[0, 0], [0, 0], [top, bottom], [
    left,
    right,
  ]];
  return x.pad(amounts, value);
}

function pooled(
  x: tf.Tensor,
  ints: (attribute: string) => number[],
  outside: number,
  how: "max" | "avg",
): tf.Tensor {
  const image = channelsLast(padded(x, ints("pads"), outside)) as tf.Tensor4D;
  const [size, strides] = [ints("kernel_shape"), ints("strides")];
  return channelsFirst(
    tf.pool(
      image,
      size as [number, number],
      how,
      "valid",
      1,
      strides as [number, number],
    ),
  );
}
