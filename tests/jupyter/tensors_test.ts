import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { decode } from "fast-png";
import { showTensors, tensorBundle } from "../../lib/jupyter/tensors.ts";

const tensor = (
  shape: number[],
  values: ArrayLike<number | string>,
  dtype = "float32",
) => ({ shape, dtype, isDisposed: false, dataSync: () => values });

Deno.test("tensorBundle() shows dtype, shape and the first values", () => {
  assertEquals(
    tensorBundle(tensor([2, 2], [1, 0.123456, -2, 3])),
    { "text/plain": "Tensor float32 [2, 2]\n[1, 0.1235, -2, 3]" },
  );
  assertEquals(
    tensorBundle(tensor([], [5], "int32"))["text/plain"],
    "Tensor int32 []\n[5]",
  );
  assertEquals(
    tensorBundle(tensor([1], ["a"], "string"))["text/plain"],
    'Tensor string [1]\n["a"]',
  );
  assertEquals(
    tensorBundle(tensor([9], Array(9).fill(1)))["text/plain"],
    "Tensor float32 [9]\n[1, 1, 1, 1, 1, 1, 1, 1, …]",
  );
});

Deno.test("tensorBundle() says that a tensor is disposed", () => {
  const gone = {
    ...tensor([3], []),
    isDisposed: true,
    dataSync(): number[] {
      throw new Error("disposed");
    },
  };
  assertEquals(tensorBundle(gone), {
    "text/plain": "Tensor float32 [3] (disposed)",
  });
});

Deno.test("tensorBundle() shows a tensor with an image's shape as a picture", () => {
  const isPicture = (shape: number[]) => {
    const length = shape.reduce((a, b) => a * b, 1);
    const values = Array.from({ length }, (_, k) => k);
    return "image/png" in tensorBundle(tensor(shape, values));
  };
  for (const shape of [[28, 28], [28, 28, 1], [3, 28, 28], [3, 28, 28, 1]]) {
    assert(isPicture(shape), shape.join());
  }
  for (
    const shape of [[], [784], [3, 3], [28, 3], [2, 28, 28, 3], [1, 1, 9, 9], [
      0,
      28,
      28,
    ]]
  ) {
    assert(!isPicture(shape), shape.join());
  }
});

Deno.test("tensorBundle() draws large values dark, pictures side by side", () => {
  const dark = Array(64).fill(1);
  const light = Array(64).fill(0);
  const png = tensorBundle(tensor([2, 8, 8], [...dark, ...light]))["image/png"];
  const { width, height, data } = decode(
    Uint8Array.from(atob(png ?? ""), (c) => c.charCodeAt(0)),
  );
  // 10 pixels per value, and one column between the pictures.
  assertEquals([width, height], [170, 80]);
  assertEquals([data[0], data[79], data[80], data[90]], [0, 0, 255, 255]);
});

Deno.test("tensorBundle() puts the text above the picture", () => {
  const bundle = tensorBundle(tensor([8, 8], Array(64).fill(1)));
  const html = bundle["text/html"] ?? "";
  assertStringIncludes(html, `<pre>${bundle["text/plain"]}</pre><img `);
  assertStringIncludes(html, `base64,${bundle["image/png"]}"`);
});

Deno.test("showTensors() adds the method that notebooks call", () => {
  class Tensor {
    dtype = "int32";
    shape = [2];
    isDisposed = false;
    dataSync = () => [4, 5];
  }
  showTensors(Tensor);
  showTensors(Tensor);
  const shown = new Tensor() as unknown as Record<symbol, () => unknown>;
  assertEquals(shown[Symbol.for("Jupyter.display")](), {
    "text/plain": "Tensor int32 [2]\n[4, 5]",
  });
});
