import { assertEquals } from "@std/assert";
import { decode } from "fast-png";
import { PixelCanvas } from "../../../lib/plots/render/pixel_canvas.ts";

Deno.test("PixelCanvas.fillRect() fills only what lies inside the canvas", () => {
  const canvas = new PixelCanvas(3, 2);
  canvas.fillStyle = "rgba(1,2,3,1)";
  canvas.fillRect(2, -1, 9, 2);
  const [, base64] = canvas.toDataURL().split(",");
  const { data } = decode(
    Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)),
  );
  const nothing = [0, 0, 0, 0];
  assertEquals([...data], [
    ...[nothing, nothing, [1, 2, 3, 255]].flat(),
    ...[nothing, nothing, nothing].flat(),
  ]);
});

Deno.test("PixelCanvas.putImageData() replaces all pixels", () => {
  const canvas = new PixelCanvas(1, 1);
  const block = canvas.createImageData(1, 1);
  block.data.set([9, 8, 7, 255]);
  canvas.putImageData(block);
  const [, base64] = canvas.toDataURL().split(",");
  const { data } = decode(
    Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)),
  );
  assertEquals([...data], [9, 8, 7, 255]);
});
