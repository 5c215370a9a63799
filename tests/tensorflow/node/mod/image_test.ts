import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { alive, assertNothingLeaks, tf } from "../../../support/tensorflow.ts";

const pixels = [[255, 0, 0, 255], [0, 255, 0, 128], [0, 0, 255, 0], [
  10,
  20,
  30,
  255,
]].flat();

/** A GIF of two frames, 1 × 1: red, then green. */
const gif = Uint8Array.from([
  ...new TextEncoder().encode("GIF89a"),
  ...[1, 0, 1, 0, 0x80, 0, 0, 255, 0, 0, 0, 255, 0],
  ...[0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0],
  ...[0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4c, 1, 0],
  0x3b,
]);

/** A BMP of one pixel, (30, 20, 10). */
const bmp = Uint8Array.from([
  ...[0x42, 0x4d, 58, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0],
  ...[40, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 24, 0],
  ...new Array(24).fill(0),
  ...[10, 20, 30, 0],
]);

Deno.test("a PNG keeps its bytes, transparent ones too", async () => {
  const image = tf.tensor3d(pixels, [2, 2, 4], "int32");
  const before = alive();
  const file = await tf.node.encodePng(image);
  assertEquals(alive(), before);
  assertNothingLeaks(() =>
    tf.tidy(() => {
      const decoded = tf.node.decodePng(file);
      assertEquals([decoded.dtype, ...decoded.shape], ["int32", 2, 2, 4]);
      assertEquals(Array.from(decoded.dataSync()), pixels);
      const three = tf.node.decodeImage(file, 3);
      const opaque = pixels.filter((_, index) => index % 4 !== 3);
      assertEquals(Array.from(three.dataSync()), opaque);
      // What follows computes with int32, not with bytes
      assertEquals(Array.from(three.mul(300).dataSync()).slice(0, 3), [
        76500,
        0,
        0,
      ]);
    })
  );
  image.dispose();
});

Deno.test("a JPEG of one colour keeps it, grey too", async () => {
  const image = tf.fill([8, 8, 3], 100, "int32") as tf.Tensor3D;
  const file = await tf.node.encodeJpeg(image, "rgb", 95);
  const grey = await tf.node.encodeJpeg(
    tf.fill([8, 8, 1], 7, "int32") as tf.Tensor3D,
    "grayscale",
  );
  tf.tidy(() => {
    const decoded = tf.node.decodeJpeg(file);
    assertEquals([decoded.dtype, ...decoded.shape], ["int32", 8, 8, 3]);
    assert(decoded.sub(100).abs().max().dataSync()[0] <= 1);
    assertEquals(tf.node.decodeImage(grey).shape, [8, 8, 1]);
    assertEquals(tf.node.decodeJpeg(file, 3, 2).shape, [4, 4, 3]);
  });
  image.dispose();
});

Deno.test("GIF and BMP are decoded", () => {
  tf.tidy(() => {
    const frames = tf.node.decodeGif(gif);
    assertEquals([frames.dtype, ...frames.shape], ["int32", 2, 1, 1, 3]);
    assertEquals(Array.from(frames.dataSync()), [255, 0, 0, 0, 255, 0]);
    const first = tf.node.decodeImage(gif, 3, "int32", false);
    assertEquals(Array.from(first.dataSync()), [255, 0, 0]);
    assertEquals(Array.from(tf.node.decodeBmp(bmp).dataSync()), [30, 20, 10]);
    assertEquals(tf.node.decodeImage(bmp).shape, [1, 1, 3]);
  });
});

Deno.test("what is no picture is refused, and leaves nothing", async () => {
  const text = new TextEncoder().encode("no picture at all");
  assertNothingLeaks(() => {
    assertThrows(() => tf.node.decodeImage(text), Error, "BMP, JPEG, PNG");
    assertThrows(() => tf.node.decodePng(text), Error, "DecodePng");
    assertThrows(() => tf.node.decodeGif(gif.slice(0, 20)), Error, "DecodeGif");
  });
  const five = tf.zeros([1, 1, 5], "int32") as tf.Tensor3D;
  await assertRejects(() => tf.node.encodePng(five), Error, "EncodePng");
  five.dispose();
});
