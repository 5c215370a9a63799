import { assertEquals } from "@std/assert";
import { decode } from "fast-png";
import { loadDigits, pixelsOf } from "../../../../lib/data/mod.ts";
import { exampleLabels } from "../../../../lib/demo/page/input/examples.ts";

const mnist = Deno.env.get("MNIST_DIR");

Deno.test({
  name: "the page's examples are those of MNIST that it names",
  ignore: !mnist,
  async fn() {
    const { test } = await loadDigits({ mnistDir: mnist });
    const { data, width, height } = decode(
      await Deno.readFile(
        new URL("../../../../lib/demo/page/examples.png", import.meta.url),
      ),
    );
    const indices = [3, 2, 1, 18, 4, 15, 11, 0, 61, 7, 947, 2597];
    assertEquals([width, height], [28 * indices.length, 28]);
    indices.forEach((index, k) => {
      assertEquals(test.labels[index], exampleLabels[k]);
      const pixels = Uint8Array.from(
        { length: 784 },
        (_, at) => data[Math.floor(at / 28) * width + 28 * k + at % 28],
      );
      assertEquals(pixels, pixelsOf(test, index).slice());
    });
  },
});
