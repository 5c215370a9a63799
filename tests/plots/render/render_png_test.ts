import { assert, assertEquals } from "@std/assert";
import { decode } from "fast-png";
import {
  axis,
  baseLayout,
  errorCurvesFigure,
  imageGrid,
} from "../../../lib/plots/mod.ts";
import { renderPng } from "../../../lib/plots/render/render_png.ts";

/** How many pixels of a PNG file satisfy `test`, and its size. */
async function pixelsOf(
  png: Promise<Uint8Array>,
  test: (red: number, green: number, blue: number) => boolean,
) {
  const { width, height, data, channels } = decode(await png);
  let count = 0;
  for (let at = 0; at < data.length; at += channels) {
    if (test(data[at], data[at + 1], data[at + 2])) count++;
  }
  return { width, height, count };
}

Deno.test("renderPng() draws curves in their colours", async () => {
  const figure = errorCurvesFigure([
    { learningRate: 0.1, errors: [3, 2, 1] },
    { learningRate: 2, errors: [3, 1, 0] },
  ]);
  const blue = await pixelsOf(
    renderPng(figure, 1),
    (r, g, b) => r === 0 && g === 0x72 && b === 0xb2,
  );
  assertEquals([blue.width, blue.height], [720, 400]);
  assert(blue.count > 300, `${blue.count} blue pixels`);
});

Deno.test("renderPng() draws the cells of a heat map in their places", async () => {
  const dark = await pixelsOf(
    renderPng(
      imageGrid([{ pixels: [0, 255, 255, 0], rows: 2, columns: 2 }], {
        heading: "",
        size: 200,
      }),
      1,
    ),
    (r, g, b) => r + g + b === 0,
  );
  // Two of four cells of 100 by 100 pixels.
  assert(Math.abs(dark.count - 20_000) < 1_000, `${dark.count} black pixels`);
});

Deno.test("renderPng() draws tick labels and rotated axis titles", async () => {
  const draw = (title: string, ticks: boolean) =>
    pixelsOf(
      renderPng({
        data: [{ type: "scatter", x: [0, 1], y: [0, 1], mode: "lines" }],
        layout: baseLayout({
          heading: "",
          xaxis: axis("", { showticklabels: ticks }),
          yaxis: axis(title, { showticklabels: ticks }),
        }),
        alt: "",
      }, 1),
      (r, g, b) => r + g + b < 3 * 128,
    );
  const nothing = (await draw("", false)).count;
  const labels = (await draw("", true)).count;
  const titled = (await draw("loss", true)).count;
  assert(labels > nothing + 20, `${labels} against ${nothing}`);
  assert(titled > labels + 20, `${titled} against ${labels}`);
});

Deno.test("renderPng() leaves the figure as it was", async () => {
  const figure = errorCurvesFigure([{ learningRate: 1, errors: [2, 1] }]);
  const before = JSON.stringify(figure);
  await renderPng(figure, 1);
  assertEquals(JSON.stringify(figure), before);
});
