import { tf } from "../../../../support/tensorflow.ts";

type Attributes = Readonly<Record<string, unknown>>;

/** An operation of a graph, with its inputs; the attribute T is the first one's dtype. */
export type GraphCase = readonly [
  op: string,
  inputs: () => tf.Tensor[],
  attributes?: Attributes,
];

/** Attributes of each kind, as in a model's file. */
export const integer = (value: number) => ({ i: `${value}` });
export const real = (value: number) => ({ f: value });
export const flag = (value: boolean) => ({ b: value });
export const text = (value: string) => ({ s: btoa(value) });
export const ints = (...values: number[]) => ({
  list: { i: values.map(String) },
});
export const texts = (...values: string[]) => ({
  list: { s: values.map(btoa) },
});
export const float = { type: "DT_FLOAT" };
export const int = { type: "DT_INT32" };

export const whole = (...values: number[]) => tf.tensor1d(values, "int32");
export const one = (value: number) => tf.scalar(value, "int32");
export const reals = (...values: number[]) => tf.tensor1d(values);
export const bools = (...values: number[]) => tf.tensor1d(values, "bool");
/** Numbers between −3 and 3. */
export const some = (...shape: number[]) => {
  const size = tf.util.sizeFromShape(shape);
  return tf.tidy(() => tf.sin(tf.range(1, 1 + size)).mul(3).reshape(shape));
};
