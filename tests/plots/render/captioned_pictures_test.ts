import { assert, assertEquals, assertMatch } from "@std/assert";
import { decode } from "fast-png";
import { captionedPictures } from "../../../lib/plots/render/captioned_pictures.ts";
import { Rasterizer } from "../../../lib/plots/render/rasterizer.ts";

Deno.test("captionedPictures() stand in rows, each above its caption", async () => {
  const picture = (value: number, caption: string) => ({
    ...{ pixels: new Uint8Array(4).fill(value), rows: 2, columns: 2, caption },
  });
  const svg = captionedPictures([
    picture(0, "4 → 9, 98 %"),
    picture(128, "<b>, a long & winding name"),
    picture(255, "1"),
  ], 2);
  assertMatch(svg, />4 → 9, 98 %<\/text>/);
  assertMatch(svg, /textLength="112".*>&lt;b>, a long &amp; winding name</);
  const { data, width, height } = decode(
    (await Rasterizer.load()).png(svg, 1),
  );
  assertEquals([width, height], [260, 312]);
  const at = (x: number, y: number) => data[4 * (y * width + x)];
  assertEquals([at(60, 60), at(190, 60)], [0, 128]);
  // Of the caption, which is as dark as text
  const row = Array.from({ length: 112 }, (_, x) => at(12 + x, 138));
  assert(Math.min(...row) < 100);
});
