import { assertAlmostEquals, assertEquals } from "@std/assert";
import { JSDOM } from "jsdom";
import { Rasterizer } from "../../../lib/plots/render/rasterizer.ts";
import {
  boxOnPage,
  type SvgElement,
  textBox,
} from "../../../lib/plots/render/text_boxes.ts";

const rasterizer = await Rasterizer.load();
const wide = rasterizer.textWidth("accuracy", 20);

/** The first element in `svg` that a selector finds. */
function element(svg: string, selector = "text"): SvgElement {
  const { window } = new JSDOM(`<svg>${svg}</svg>`);
  return window.document.querySelector(selector);
}

Deno.test("textBox() places a text by its baseline and its anchor", () => {
  const boxOf = (anchor: string) =>
    textBox(
      element(
        `<text x="100" y="50" style="font-size: 20px; text-anchor: ${anchor}">accuracy</text>`,
      ),
      rasterizer,
    );
  const start = boxOf("start");
  assertEquals([start.left, start.right], [100, 100 + wide]);
  // Inter's ascent and descent are 0.97 and 0.24 of the font size.
  assertAlmostEquals(start.top, 50 - 19.4, 1e-9);
  assertAlmostEquals(start.bottom, 50 + 4.8, 1e-9);
  assertEquals(boxOf("middle").left, 100 - wide / 2);
  assertEquals(boxOf("end").right, 100);
});

Deno.test("textBox() inherits the font from its ancestors", () => {
  const text = element(
    `<g style="font-size: 20px"><text x="0" y="0">accuracy</text></g>`,
  );
  assertEquals(textBox(text, rasterizer).right, wide);
});

Deno.test("textBox() is as wide as the longest line, with lines 1.3 font sizes apart", () => {
  const line = (text: string) => `<tspan class="line">${text}</tspan>`;
  const box = textBox(
    element(
      `<text x="0" y="0" style="font-size: 20px">${line("a")}${
        line("accuracy")
      }</text>`,
    ),
    rasterizer,
  );
  assertEquals(box.right, wide);
  assertAlmostEquals(box.bottom, 26 + 4.8, 1e-9);
});

Deno.test("boxOnPage() applies the transforms of all ancestors", () => {
  const box = boxOnPage(
    element(
      `<g transform="translate(10, 20) scale(2)">
        <text x="0" y="0" style="font-size: 20px" transform="rotate(-90)">accuracy</text>
      </g>`,
    ),
    rasterizer,
  );
  // Rotated to the left, the text runs upwards.
  assertAlmostEquals(box.bottom, 20, 1e-9);
  assertAlmostEquals(box.top, 20 - 2 * wide, 1e-9);
  assertAlmostEquals(box.left, 10 - 2 * 19.4, 1e-9);
});

Deno.test("boxOnPage() encloses all texts of an element except empty ones", () => {
  const group = element(
    `<g><text x="5" y="0" style="font-size: 20px">accuracy</text>
      <text x="90" y="0" style="font-size: 20px">accuracy</text>
      <text x="900" y="0"></text></g>`,
    "g",
  );
  const { left, right } = boxOnPage(group, rasterizer);
  assertEquals([left, right], [5, 90 + wide]);
  assertEquals(boxOnPage(element("<g></g>", "g"), rasterizer).right, 0);
});
