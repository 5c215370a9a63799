import { tf } from "../../../lib/tensorflow/mod.ts";

export type Data = tf.data.Dataset<tf.TensorContainer>;

/** Numbers from 0 on. */
export const count = (size: number): Data =>
  tf.data.array(Array.from({ length: size }, (_, i) => i));

/** A data set's elements, read and freed. */
export async function elements(data: Data): Promise<unknown[]> {
  const list = await data.toArray();
  const values = list.map(plain);
  tf.dispose(list);
  return values;
}

export function plain(value: unknown): unknown {
  if (value instanceof tf.Tensor) return value.arraySync();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, plain(one)]),
  );
}

/** @throws {Error} if two values differ. */
export function requireEqual(actual: unknown, expected: unknown): void {
  const [a, b] = [actual, expected].map((value) => JSON.stringify(value));
  if (a !== b) throw new Error(`${a} instead of ${b}`);
}
