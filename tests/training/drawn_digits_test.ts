import { assertEquals, assertThrows } from "@std/assert";
import { createDigits } from "../../lib/data/digits.ts";
import { DataError } from "../../lib/data/errors.ts";
import { syntheticDigits } from "../../lib/data/synthetic/digits.ts";
import { withDrawnDigits } from "../../lib/training/drawn_digits.ts";

Deno.test("withDrawnDigits() puts drawn digits after the training images", () => {
  const train = syntheticDigits({ count: 10, seed: 3 });
  const more = withDrawnDigits(train, 30, 1);
  assertEquals(more.count, 40);
  assertEquals(more.images.subarray(0, 7840), train.images);
  assertEquals(more.labels.subarray(0, 10), train.labels);
  const again = withDrawnDigits(train, 30, 1);
  assertEquals(more.images, again.images);
  const other = withDrawnDigits(train, 30, 2);
  assertEquals(
    other.images.subarray(7840).every((value, at) =>
      value === more.images[7840 + at]
    ),
    false,
  );
});

Deno.test("withDrawnDigits() refuses images of other classes", () => {
  const letters = createDigits(
    new Uint8Array(2 * 784),
    Uint8Array.of(0, 1),
    ["A", "B"],
  );
  assertThrows(
    () => withDrawnDigits(letters, 10, 1),
    DataError,
    "Cannot add drawn digits: the classes must be the digits 0 to 9",
  );
});
