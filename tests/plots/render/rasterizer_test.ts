import { assert, assertEquals, assertThrows } from "@std/assert";
import { decode } from "fast-png";
import {
  Rasterizer,
  readModule,
} from "../../../lib/plots/render/rasterizer.ts";

Deno.test("Rasterizer.textWidth() grows with text, size and weight", async () => {
  const rasterizer = await Rasterizer.load();
  const width = rasterizer.textWidth("accuracy", 12);
  assert(width > 40 && width < 60, `${width}`);
  assert(rasterizer.textWidth("accuracy, %", 12) > width);
  assert(rasterizer.textWidth("accuracy", 24) > 1.9 * width);
  assert(rasterizer.textWidth("accuracy", 12, "600") > width);
  assert(rasterizer.textWidth("a < b & c", 12) > 20);
});

Deno.test("Rasterizer.png() renders at the given scale", async () => {
  const rasterizer = await Rasterizer.load();
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3">
    <rect width="4" height="3" fill="#0072b2"/></svg>`;
  const { width, height, data } = decode(rasterizer.png(svg, 2));
  assertEquals([width, height], [8, 6]);
  assertEquals([...data.slice(0, 4)], [0, 0x72, 0xb2, 255]);
});

Deno.test("Rasterizer.outline() gives a letter's path in a font of its own", async () => {
  const rasterizer = await Rasterizer.load();
  const font = await readModule(
    "@expo-google-fonts/abel/400Regular/Abel_400Regular.ttf",
  );
  const path = rasterizer.outline("I", { font, family: "Abel", size: 100 });
  assert(path.startsWith("M ") && path.endsWith("Z"), path);
  const numbers = path.match(/-?[\d.]+/g)!.map(Number);
  const heights = numbers.filter((_, k) => k % 2 === 1);
  assert(Math.max(...heights) < 1 && Math.min(...heights) < -60, path);
  assertThrows(
    () => rasterizer.outline(" ", { font, family: "Abel", size: 100 }),
    Error,
    "its font must have its letters",
  );
});
