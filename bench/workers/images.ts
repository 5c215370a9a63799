import { DIGIT_CLASSES, type Digits } from "../../lib/data/digits.ts";

/** Images for timing, where their content does not matter. */
export function syntheticImages(count: number): Digits {
  const rows = 28;
  const columns = 28;
  return {
    images: Uint8Array.from(
      { length: count * rows * columns },
      (_, index) => index * 7919 % 256,
    ),
    labels: Uint8Array.from({ length: count }, (_, index) => index % 10),
    classes: DIGIT_CLASSES,
    count,
    rows,
    columns,
  };
}
