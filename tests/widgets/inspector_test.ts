import { assert, assertStringIncludes, assertThrows } from "@std/assert";
import {
  type InspectorOptions,
  inspectorWidget,
} from "../../lib/widgets/mod.ts";
import { inspected } from "./samples.ts";

Deno.test("inspectorWidget() says what it shows of the first digit", () => {
  const [first] = inspected;
  assertStringIncludes(
    inspectorWidget({ digits: inspected }).alt,
    `A ${first.label}, read as ${first.label} with probability 0.910. ` +
      "Layer edges: 16 maps of 26×26.",
  );
  assertStringIncludes(
    inspectorWidget({
      digits: [inspected[2]],
      classes: Array.from("ABCDEFGHIJ"),
    }).alt,
    `A ${"ABCDEFGHIJ"[inspected[2].label]}, read as ${
      "BCDEFGHIJA"[inspected[2].label]
    } with`,
  );
});

Deno.test("maps may be named by keys or listed as featureMaps() lists them", () => {
  const listed = inspected.map((digit) => ({
    ...digit,
    maps: Object.entries(digit.maps).map(([layer, maps]) => ({ layer, maps })),
    heat: { rows: 28, columns: 28, values: digit.heat as number[] },
  }));
  assert(
    inspectorWidget({ digits: listed }).alt ===
      inspectorWidget({ digits: inspected }).alt,
  );
});

Deno.test("30 digits with 28 maps stay small", async () => {
  const { bundle } = await inspectorWidget({ digits: inspected }).render("id");
  const size = bundle["text/html"]!.length;
  assert(size < 512 * 1024, `${size} bytes`);
});

Deno.test("inspectorWidget() refuses digits that differ in sizes or layers", () => {
  const [first, second] = inspected;
  const wrong: [InspectorOptions["digits"], string][] = [
    [[], "digits must be one or more"],
    [[first, { ...second, maps: [] }], "digit 1 must have 16 maps of layer"],
    [[first, { ...second, heat: [1] }], "digit 1 must have 784 pixels"],
  ];
  for (const [digits, message] of wrong) {
    assertThrows(() => inspectorWidget({ digits }), RangeError, message);
  }
});
