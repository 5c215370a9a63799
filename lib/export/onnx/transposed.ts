import type { Values } from "./model_proto.ts";

/**
 * A tensor with its axes in another order.
 *
 * @param order For each axis of the result, the axis of the tensor that it is.
 */
export function transposed<T extends Values>(
  { shape, values }: { readonly shape: readonly number[]; readonly values: T },
  order: readonly number[],
): { readonly shape: readonly number[]; readonly values: T } {
  const strides = shape.map((_, axis) =>
    shape.slice(axis + 1).reduce((product, size) => product * size, 1)
  );
  const resultShape = order.map((axis) => shape[axis]);
  const result = values.slice() as T;
  for (let index = 0; index < values.length; index++) {
    let rest = index;
    let from = 0;
    for (let axis = order.length - 1; axis >= 0; axis--) {
      from += (rest % resultShape[axis]) * strides[order[axis]];
      rest = Math.floor(rest / resultShape[axis]);
    }
    result[index] = values[from];
  }
  return { shape: resultShape, values: result };
}
