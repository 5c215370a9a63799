/** The most axes: `TensorShape::MaxDimensions()`, `tensor_shape.h`. */
export const MAX_RANK = 254;

/** Whether TensorFlow supports a shape whose sizes are whole numbers. */
export function isSupported(shape: readonly number[]): boolean {
  return shape.length <= MAX_RANK &&
    shape.reduce((product, size) => product * Math.max(1, size), 1) <=
      Number.MAX_SAFE_INTEGER;
}

/**
 * Checks a shape before TensorFlow's C API does, which ends the process on more
 * than 254 axes or more elements than an int64 can count.
 *
 * @param action What needs the shape, for the message: `"create a tensor"`.
 * @param smallest The smallest allowed size: −1 if sizes may be unknown.
 * @throws {RangeError} if TensorFlow doesn't support the shape.
 */
export function checkShape(
  action: string,
  shape: readonly number[],
  smallest: 0 | -1 = 0,
): void {
  const refuse = (requirement: string) => {
    throw new RangeError(
      `Cannot ${action}: shape must ${requirement}: current value is [${shape}]`,
    );
  };
  if (shape.length > MAX_RANK) refuse(`have at most ${MAX_RANK} sizes`);
  let product = 1;
  for (const size of shape) {
    if (!Number.isSafeInteger(size) || size < smallest) {
      refuse(`hold whole numbers of ${smallest} or more`);
    }
    product *= Math.max(1, size);
  }
  if (product > Number.MAX_SAFE_INTEGER) {
    refuse("have fewer than 2^53 elements, sizes of 0 left out");
  }
}
