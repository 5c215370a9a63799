import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { imageDistance, meanImages } from "../../lib/data/mod.ts";
import { digitPadWidget } from "../../lib/widgets/mod.ts";
import { digitPadDrawing } from "../../lib/widgets/drawings/digit_pad.ts";
import { createReader, type Reader } from "../../lib/widgets/pad/readers.ts";
import { encodeHalfFloats } from "../../lib/widgets/network/half_floats.ts";
import { pixelsOfStrokes } from "../../lib/widgets/pad/strokes.ts";
import { padDigits } from "./samples.ts";

const strokes = [[[8, 6], [20, 6], [12, 23]]] as const;
const means = meanImages(padDigits);
const pixels = pixelsOfStrokes(strokes)!;

Deno.test("the pad's distances are the library's, to 0.005", () => {
  const labels = means.map((_, k) => String(k));
  const data = {
    labels,
    means: encodeHalfFloats(means.flatMap((mean) => Array.from(mean))),
  };
  const reader = createReader(data);
  const distances = Array.from(reader.read(pixels));
  distances.forEach((distance, k) => {
    const wanted = imageDistance(pixels, means[k]);
    assertEquals(Math.abs(distance - wanted) < 0.005, true);
  });
  const nearest = distances.indexOf(Math.min(...distances));
  const { alt } = digitPadDrawing(reader, { strokes }, 720);
  assertStringIncludes(
    alt,
    `Nearest mean: ${nearest}, ${distances[nearest].toFixed(2)}; then`,
  );
});

Deno.test("the pad lists the ten most probable of many classes", () => {
  const labels = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  const reader: Reader = {
    kind: "probabilities",
    labels,
    read: () => labels.map((_, k) => k / 325),
  };
  const { svg, alt } = digitPadDrawing(reader, { strokes }, 720);
  assertEquals(alt, "Most probable: Z, 7.7 %; then Y, 7.4 %; X, 7.1 %.");
  assertStringIncludes(svg, ">Q</text>");
  assertEquals(svg.includes(">P</text>"), false);
});

Deno.test("the pad says that nothing is drawn, and where the keyboard's pen is", () => {
  const reader: Reader = {
    kind: "probabilities",
    labels: ["0", "1"],
    read: () => [0.5, 0.5],
  };
  const pen = { at: [3.5, 7.5], down: true } as const;
  assertEquals(
    digitPadDrawing(reader, { strokes: [], pen }, 320).alt,
    "Nothing is drawn yet. The pen is down in row 7, column 3.",
  );
});

Deno.test("digitPadWidget() refuses images of another size and missing labels", () => {
  assertThrows(
    () => digitPadWidget({ means: [means[0], [1, 2]] }),
    RangeError,
    "mean 1 must have 784 pixels",
  );
  assertThrows(
    () => digitPadWidget({ means, labels: ["a"] }),
    RangeError,
    "must be 10 labels",
  );
});
