import {
  assert,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { DataError } from "../../../lib/data/errors.ts";
import {
  splitStratified,
  stratifiedIndices,
  validationDataset,
} from "../../../lib/data/splits/stratified.ts";
import { syntheticDigits } from "../../../lib/data/synthetic/digits.ts";

const labelArrays = fc.uint8Array({
  min: 2,
  max: 9,
  minLength: 2,
  maxLength: 300,
});

Deno.test("stratifiedIndices() puts each index into one set, classes in proportion", () => {
  fc.assert(
    fc.property(labelArrays, fc.nat(), fc.nat(), (labels, part, seed) => {
      const count = 1 + part % (labels.length - 1);
      const { train, validation } = stratifiedIndices(labels, count, seed);
      assertEquals(validation.length, count);
      assertEquals(
        [...train, ...validation].sort((a, b) => a - b),
        [...labels.keys()],
      );
      for (let label = 0; label < 10; label++) {
        const all = labels.filter((each) => each === label).length;
        const got = validation.filter((i) => labels[i] === label).length;
        assert(Math.abs(got - all * count / labels.length) < 1);
      }
    }),
  );
});

Deno.test("stratifiedIndices() is determined by the seed", () => {
  const labels = Uint8Array.from({ length: 200 }, (_, i) => i % 10);
  const first = stratifiedIndices(labels, 50, 1);
  assertEquals(stratifiedIndices(labels, 50, 1), first);
  assertNotEquals(stratifiedIndices(labels, 50, 2), first);
});

Deno.test("splitStratified() keeps images with their labels", () => {
  const digits = syntheticDigits({ count: 60, seed: 1 });
  const { train, validation } = splitStratified(digits, 20, 7);
  const indices = stratifiedIndices(digits.labels, 20, 7);
  assertEquals([train.count, validation.count], [40, 20]);
  for (const name of ["train", "validation"] as const) {
    const half = { train, validation }[name];
    indices[name].forEach((index, place) => {
      assertEquals(half.labels[place], digits.labels[index]);
      assertEquals(
        half.images.subarray(place * 784, (place + 1) * 784),
        digits.images.subarray(index * 784, (index + 1) * 784),
      );
    });
  }
});

Deno.test("splitStratified() refuses to leave one set empty", () => {
  const digits = syntheticDigits({ count: 10, seed: 1 });
  for (const bad of [0, 10, 11, -1, 2.5, NaN]) {
    assertThrows(
      () => splitStratified(digits, bad, 1),
      RangeError,
      "validation count must be a whole number from 1 to 9",
    );
  }
});

Deno.test("validationDataset() refuses to hold out images of too few", () => {
  const source = { kind: "synthetic", name: "drawn", place: "here" } as const;
  const of = (count: number) => {
    const digits = syntheticDigits({ count, seed: 1 });
    return validationDataset({ train: digits, test: digits, source });
  };
  assertThrows(() => of(5), DataError, "at least 6 training images");
  assertEquals(of(6).test.count, 1);
});

Deno.test("validationDataset() prefers validation images that the set has", () => {
  const [train, validation, test] = ["a", "b", "c"].map((name, k) =>
    syntheticDigits({ count: 20 + k, seed: 1, name })
  );
  const source = { kind: "pictures", name: "p", place: "p" } as const;
  assertEquals(validationDataset({ train, validation, test, source }), {
    train,
    test: validation,
    source: { ...source, heldOut: "validation" },
  });
});
