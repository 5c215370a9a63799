import { assertEquals } from "@std/assert";
import { drawPixels } from "../../lib/terminal/pixel_blocks.ts";

const picture = Uint8Array.of(
  ...[255, 255, 0, 0],
  ...[255, 0, 255, 0],
  ...[0, 95, 96, 255],
);

Deno.test("drawPixels() draws two rows of pixels in a line of characters, in a frame", () => {
  assertEquals(drawPixels([picture], { columns: 4 }), [
    "┌────┐",
    "│█▀▄ │",
    "│  ▀▀│",
    "└────┘",
  ]);
});

Deno.test("drawPixels() puts as many pictures side by side as fit", () => {
  const three = [picture, picture, picture];
  const lines = drawPixels(three, { columns: 4, width: 14 });
  assertEquals(lines.length, 8);
  assertEquals(lines[1], "│█▀▄ │  │█▀▄ │");
  assertEquals(lines[5], "│█▀▄ │");
  assertEquals(drawPixels(three, { columns: 4, width: 1 }).length, 12);
  assertEquals(drawPixels([], { columns: 4 }), []);
});

Deno.test("drawPixels() draws shades by the terminal's greys", () => {
  const [upper, lower] = drawPixels([picture], { columns: 4, shades: true });
  assertEquals(
    upper,
    [[255, 255], [255, 232], [232, 255], [232, 232]].map(([over, under]) =>
      `\x1b[38;5;${over};48;5;${under}m▀`
    ).join("") + "\x1b[0m",
  );
  assertEquals(lower.endsWith("\x1b[38;5;255;48;5;232m▀\x1b[0m"), true);
});
