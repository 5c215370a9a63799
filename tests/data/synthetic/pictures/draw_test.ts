import { assert, assertEquals } from "@std/assert";
import {
  type DrawnPicture,
  drawPictures,
} from "../../../../lib/data/synthetic/pictures/draw.ts";
import { KINDS } from "../../../../lib/data/synthetic/pictures/kinds.ts";

async function drawn(count: number, seed: number): Promise<DrawnPicture[]> {
  return await Array.fromAsync(drawPictures({ count, seed, fonts: "test" }));
}

Deno.test("drawPictures() draws the same for the same seed, kind by kind", async () => {
  const [five, three, other] = [
    await drawn(5, 1),
    await drawn(3, 1),
    await drawn(1, 2),
  ];
  assertEquals(three, five.slice(0, 3));
  assert(other[0].values.length !== five[0].values.length);
  assertEquals(
    five.map(({ kind }) => kind),
    KINDS.slice(0, 5).map(({ name }) => name),
  );
  for (const { values, ink, width, height, label } of five) {
    assertEquals(values.length, 4 * width * height);
    assertEquals(ink.length, width * height);
    assert(ink.some((amount) => amount === 255));
    assert(label >= 0 && label <= 9);
  }
});

Deno.test("drawPictures() leaves the paper out where the picture is transparent", async () => {
  const [, { kind, values, ink }] = await drawn(2, 1);
  assertEquals(kind, "transparent PNG");
  ink.forEach((amount, at) => assertEquals(values[4 * at + 3], amount));
});
