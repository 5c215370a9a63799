import { assert, assertEquals } from "@std/assert";
import { encodeOnnx } from "../../../lib/export/onnx/encode.ts";
import { type Precision, PRECISIONS } from "../../../lib/export/format.ts";
import { tf } from "../../support/tensorflow.ts";
import {
  answersOf,
  images,
  largestDifference,
  normalization,
  sevenLayers,
  stockLayers,
  TOLERANCES,
} from "../networks.ts";
import { readOnnx, runOnnx } from "./onnx_reader.ts";

async function encoded(
  create: typeof sevenLayers,
  precision: Precision = "float32",
) {
  const input = create();
  const [file, ...rest] = await encodeOnnx(input, { precision });
  assertEquals(rest, []);
  assertEquals(file.path, "model.onnx");
  const ours = await answersOf(input);
  input.model.dispose();
  return { model: readOnnx(file.bytes), ours };
}

for (const [name, create] of Object.entries({ sevenLayers, stockLayers })) {
  for (const precision of PRECISIONS) {
    Deno.test(`encodeOnnx() writes operations that give the same answers: ${name} in ${precision}`, async () => {
      const { model, ours } = await encoded(create, precision);
      const pixels = images();
      const output = runOnnx(model, pixels);
      const difference = largestDifference(output.dataSync(), ours);
      assert(difference <= TOLERANCES[precision], `${difference}`);
      tf.dispose([output, pixels]);
    });
  }
}

Deno.test("encodeOnnx() describes input, output, classes and normalization", async () => {
  const { model } = await encoded(sevenLayers);
  const { irVersion, opset, inputs, outputs, metadata } = model;
  assertEquals({ irVersion, opset, inputs, outputs }, {
    irVersion: 8,
    opset: 17,
    inputs: [{ name: "images", shape: ["batch", 28, 28, 1] }],
    outputs: [{ name: "log_probabilities", shape: ["batch", 10] }],
  });
  assertEquals(JSON.parse(metadata.classes), [..."0123456789"]);
  assertEquals(JSON.parse(metadata.normalization), normalization);
  assertEquals(metadata.precision, "float32");
});

Deno.test("encodeOnnx() gives each value one name, and uses none before it exists", async () => {
  const { model } = await encoded(stockLayers, "int8");
  const known = new Set([...model.tensors.keys(), model.inputs[0].name]);
  assertEquals(known.size, model.tensors.size + 1);
  for (const { inputs, outputs } of model.nodes) {
    for (const input of inputs) assert(known.has(input), input);
    for (const output of outputs) {
      assert(!known.has(output), output);
      known.add(output);
    }
  }
  assert(known.has(model.outputs[0].name));
});

Deno.test("encodeOnnx() stores kernels alone in int8, with a scale for each output", async () => {
  const { model: { tensors } } = await encoded(sevenLayers, "int8");
  const kernels = [...tensors].filter(([name]) => name.endsWith("/kernel"));
  assertEquals(kernels.length, 7);
  for (const [name, { type, shape, values }] of kernels) {
    assertEquals(type, "INT8");
    const outputs = name.startsWith("conv") ? shape[0] : shape[1];
    assertEquals(tensors.get(`${name}/scale`)!.shape, [outputs]);
    assert(values.every((value) => Math.abs(value) <= 127));
  }
  const others = [...tensors].filter(([name]) => !name.endsWith("/kernel"));
  assert(others.every(([, { type }]) => type === "FLOAT"));
});
