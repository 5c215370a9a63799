import { tf } from "../tfjs.ts";

/** A value that a compiled function may take or return. */
export type Structure =
  | tf.Tensor
  | number
  | string
  | boolean
  | null
  | undefined
  | void
  | readonly Structure[]
  | { readonly [key: string]: Structure };

/** A structure's tensors, in order, and its signature. */
export interface FlatStructure {
  readonly tensors: tf.Tensor[];
  /**
   * Text that is equal for structures which one recording serves: plain values
   * count by value, tensors by dtype and shape, variables by identity.
   */
  readonly signature: string;
}

/**
 * Flattens a structure.
 *
 * @param what Names it in messages: `"argument 1"`.
 * @throws {TypeError} if it holds anything but tensors, plain values, arrays
 * and plain objects.
 */
export function flatten(value: unknown, what: string): FlatStructure {
  const tensors: tf.Tensor[] = [];
  const signature = signatureOf(value, tensors, what);
  return { tensors, signature };
}

function signatureOf(
  value: unknown,
  tensors: tf.Tensor[],
  what: string,
): string {
  if (value instanceof tf.Variable) return `variable ${value.id}`;
  if (value instanceof tf.Tensor) {
    tensors.push(value);
    return `${value.dtype}[${value.shape}]`;
  }
  if (Array.isArray(value)) {
    return `[${
      value.map((item) => signatureOf(item, tensors, what)).join(", ")
    }]`;
  }
  switch (typeof value) {
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "boolean":
    case "undefined":
      return String(value);
    case "string":
      return JSON.stringify(value);
    case "object": {
      if (value === null) return "null";
      if (!isPlain(value)) break;
      const parts = Object.keys(value).map((key) => {
        const item = (value as Record<string, unknown>)[key];
        return `${JSON.stringify(key)}: ${
          signatureOf(item, tensors, `${what}.${key}`)
        }`;
      });
      return `{${parts.join(", ")}}`;
    }
  }
  throw new TypeError(
    `Cannot record ${what}: it must be a tensor, a number, a string, a boolean, or an array or plain object of these: current value is ${
      typeof value === "function" ? "a function" : value
    }; use it from the function's own scope instead`,
  );
}

/**
 * A copy of the structure with its tensors replaced, in the order of {@link
 * flatten}.
 */
export function replaceTensors<T>(
  value: T,
  next: (tensor: tf.Tensor) => tf.Tensor,
): T {
  const visit = (item: unknown): unknown => {
    if (item instanceof tf.Variable) return item;
    if (item instanceof tf.Tensor) return next(item);
    if (Array.isArray(item)) return item.map(visit);
    if (typeof item !== "object" || item === null) return item;
    if (!isPlain(item)) return item;
    return Object.fromEntries(
      Object.entries(item).map(([key, part]) => [key, visit(part)]),
    );
  };
  return visit(value) as T;
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
