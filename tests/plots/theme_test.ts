import { assert, assertEquals } from "@std/assert";
import {
  amountScale,
  axis,
  baseLayout,
  dashes,
  heatScale,
  inkScale,
  palette,
  signedScale,
} from "../../lib/plots/theme.ts";

/** Relative luminance of #rrggbb, 0 to 1, as in WCAG 2.1. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

Deno.test("palette has distinct colours that stand out from white", () => {
  assertEquals(new Set(palette).size, palette.length);
  for (const colour of palette) {
    const contrast = 1.05 / (luminance(colour) + 0.05);
    assert(contrast > 2, `${colour} has contrast ${contrast}`);
  }
});

Deno.test("dashes gives each of six lines its own pattern", () => {
  assertEquals(new Set(dashes).size, 6);
});

Deno.test("scales run from 0 to 1 in order", () => {
  for (const scale of [inkScale, amountScale, signedScale, heatScale]) {
    const stops = scale.map(([stop]) => stop);
    assertEquals(stops[0], 0);
    assertEquals(stops.at(-1), 1);
    assertEquals(stops, [...stops].sort((a, b) => a - b));
  }
});

Deno.test("amountScale gets darker at every stop", () => {
  const light = amountScale.map(([, colour]) => luminance(colour));
  assertEquals(light, [...light].sort((a, b) => b - a));
});

Deno.test("signedScale is white at zero and equally dark at both ends", () => {
  assertEquals(signedScale[2], [0.5, "#ffffff"]);
  const [low, high] = [
    luminance(signedScale[0][1]),
    luminance(signedScale[4][1]),
  ];
  assert(Math.abs(low - high) < 0.05, `${low} against ${high}`);
});

Deno.test("baseLayout() keeps fields of plotly's own", () => {
  const layout = baseLayout({ heading: "x", height: 300, barmode: "group" });
  assertEquals(layout.height, 300);
  assertEquals(layout.barmode, "group");
  assertEquals(layout.title?.text, "x");
});

Deno.test("axis() has its title, and given fields replace its own", () => {
  assertEquals(axis("loss").title?.text, "loss");
  assertEquals(axis("loss", { ticks: "" }).ticks, "");
});
