/** Changes to a file's bytes, as chance or malice makes them. @module */
import fc from "fast-check";

export type Bytes = Uint8Array<ArrayBuffer>;

/** One change; places are taken modulo the length that there is. */
export type ByteMutation =
  | { readonly kind: "flip"; readonly at: number; readonly bit: number }
  | { readonly kind: "cut"; readonly at: number }
  | { readonly kind: "remove"; readonly at: number; readonly length: number }
  | { readonly kind: "insert"; readonly at: number; readonly bytes: Uint8Array }
  | {
    readonly kind: "copy";
    readonly at: number;
    readonly from: number;
    readonly length: number;
  }
  | {
    readonly kind: "number";
    readonly at: number;
    readonly value: number;
    readonly littleEndian: boolean;
  };

/** What lengths and counts are changed to: nothing, too much, the sign bit, … */
const NUMBERS = [
  0,
  1,
  2 ** 8 - 1,
  2 ** 16 - 1,
  60_000,
  1_000_000,
  2 ** 24,
  2 ** 30,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32 - 4,
  2 ** 32 - 1,
];

/**
 * A few changes, most often one: the more there are, the sooner it is refused.
 *
 * @param least How many there are at least.
 */
export function few<Mutation>(
  mutation: fc.Arbitrary<Mutation>,
  least: 0 | 1,
): fc.Arbitrary<Mutation[]> {
  const lists = [least, 1, 1, 2, 4].map((most) =>
    fc.array(mutation, { minLength: least, maxLength: most })
  );
  return fc.oneof(...lists);
}

/** @param length Of the good file. */
export function byteMutation(length: number): fc.Arbitrary<ByteMutation> {
  // Half of them where headers stand
  const at = fc.oneof(fc.nat(Math.min(63, length - 1)), fc.nat(length - 1));
  const some = fc.integer({ min: 1, max: 64 });
  return fc.oneof(
    // What leaves the length as it is gets further
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant("flip"), at, bit: fc.nat(7) }),
    },
    {
      weight: 4,
      arbitrary: fc.oneof(
        fc.record({ kind: fc.constant("cut"), at }),
        fc.record({ kind: fc.constant("remove"), at, length: some }),
        fc.record({
          kind: fc.constant("insert"),
          at: fc.oneof(at, fc.constant(length)),
          bytes: fc.uint8Array({ minLength: 1, maxLength: 64 }),
        }),
        fc.record({ kind: fc.constant("copy"), at, from: at, length: some }),
      ),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant("number"),
        at,
        value: fc.constantFrom(...NUMBERS),
        littleEndian: fc.boolean(),
      }),
    },
  );
}

/** A copy with all changes, one after the other. */
export function mutateBytes(
  good: Bytes,
  mutations: readonly ByteMutation[],
): Bytes {
  return mutations.reduce(
    (bytes, mutation) => bytes.length === 0 ? bytes : change(bytes, mutation),
    good.slice(),
  );
}

function change(bytes: Bytes, mutation: ByteMutation): Bytes {
  const at = mutation.at % (bytes.length + 1);
  const before = bytes.subarray(0, at);
  switch (mutation.kind) {
    case "flip":
      bytes[mutation.at % bytes.length] ^= 1 << mutation.bit;
      return bytes;
    case "cut":
      return bytes.slice(0, at);
    case "remove":
      return joined(before, bytes.subarray(at + mutation.length));
    case "insert":
      return joined(before, mutation.bytes, bytes.subarray(at));
    case "copy": {
      const from = mutation.from % bytes.length;
      const part = bytes.subarray(from, from + mutation.length);
      return joined(before, part, bytes.subarray(at));
    }
    case "number": {
      if (bytes.length < 4) return bytes;
      const place = mutation.at % (bytes.length - 3);
      new DataView(bytes.buffer)
        .setUint32(place, mutation.value, mutation.littleEndian);
      return bytes;
    }
  }
}

/** One after the other. */
export function joined(...parts: Uint8Array[]): Bytes {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
