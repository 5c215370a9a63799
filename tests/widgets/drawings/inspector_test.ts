import { assert, assertEquals } from "@std/assert";
import { inspectorDrawing } from "../../../lib/widgets/drawings/inspector.ts";
import {
  answerOf,
  type InspectorData,
  levels,
  pixelsAt,
} from "../../../lib/widgets/drawings/inspector/data.ts";

/** Two pictures of 2×2 with two maps of 1×1 each. */
const data: InspectorData = {
  rows: 2,
  columns: 2,
  classes: ["cat", "dog"],
  hottest: 1,
  layers: [{ name: "conv", count: 2, rows: 1, columns: 1, low: -3, high: 3 }],
  digits: [
    { label: 0, probabilities: [0.75, 0.25] },
    { label: 0, probabilities: [0.1, 0.9] },
  ],
  bytes: Uint8Array.from([
    ...[0, 255, 255, 0, 0, levels, 0, 0, 0, levels],
    ...[255, 0, 0, 255, 0, 0, 0, 0, levels / 2, levels / 2],
  ]),
};

Deno.test("inspectorDrawing() shows the chosen digit's numbers", () => {
  assertEquals([0, 1].map((digit) => answerOf(data, digit)), [0, 1]);
  assertEquals([...pixelsAt(data, 1).values as Uint8Array], [255, 0, 0, 255]);
  for (const width of [254, 720]) {
    const { svg, alt } = inspectorDrawing(data, { digit: 1, layer: 0 }, width);
    for (
      const words of ["A cat, read as dog: 0.900", "0.100", "evidence", "−3"]
    ) {
      assert(svg.includes(`>${words}<`), words);
    }
    assertEquals(
      alt,
      "A cat, read as dog with probability 0.900. Layer conv: 2 maps of 1×1.",
    );
    assert(!svg.includes("NaN"));
  }
});

Deno.test("inspectorDrawing() colours a layer's maps on one scale", () => {
  const { svg } = inspectorDrawing(data, { digit: 0, layer: 0 }, 720);
  // Its lowest and its highest number, in the scale's first and last colour
  assert(svg.includes('<path fill="rgb(0,74,115)"'));
  assert(svg.includes('<path fill="rgb(156,67,0)"'));
  const zero = inspectorDrawing(data, { digit: 1, layer: 0 }, 720).svg;
  assert(!zero.includes('<path fill="rgb(0,74,115)"'));
});

Deno.test("inspectorDrawing() draws digits without maps", () => {
  const { alt } = inspectorDrawing(
    { ...data, layers: [], bytes: data.bytes.subarray(0, 8) },
    { digit: 0, layer: 0 },
    720,
  );
  assertEquals(alt, "A cat, read as cat with probability 0.750.");
});
