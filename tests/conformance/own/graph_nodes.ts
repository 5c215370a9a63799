/** How inputs and attributes of a graph's operations are written. @module */
import { tf } from "../../../lib/tensorflow/mod.ts";
import { wave } from "./spec.ts";

export type Attributes = Readonly<Record<string, unknown>>;
export type Input = () => tf.Tensor;

/** An operation of a graph, its inputs, and its attributes. */
export type Row = readonly [
  op: string,
  inputs: readonly Input[],
  attributes?: Attributes,
  /** How many outputs it has. */
  outputs?: number,
];

export const real = (...shape: number[]): Input => () => wave(shape);
export const positive = (...shape: number[]): Input => () =>
  tf.tidy(() => tf.abs(wave(shape)).add(0.3));
export const whole = (values: number[], shape?: number[]): Input => () =>
  tf.tensor(values, shape, "int32");
export const bool = (...values: number[]): Input => () =>
  tf.tensor1d(values, "bool");
export const type = (name: string) => ({ type: name });
export const list = (...values: number[]) => ({
  list: { i: values.map(String) },
});
export const text = (value: string) => ({ s: btoa(value) });
export const flag = (b: boolean) => ({ b });
export const number = (i: number) => ({ i: `${i}` });
export const T = { T: type("DT_FLOAT") };
export const window = (padding: string) => ({
  ...T,
  strides: list(1, 2, 2, 1),
  padding: text(padding),
  dataFormat: text("NHWC"),
  data_format: text("NHWC"),
  dilations: list(1, 1, 1, 1),
});
