import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import {
  type FileEntry,
  Uint8ArrayReader,
  Uint8ArrayWriter,
  ZipReader,
} from "@zip.js/zip.js";
import * as hdf5 from "h5wasm";
import { encodeKeras } from "../../../lib/export/keras/encode.ts";
import {
  ExportError,
  type ExportInput,
  type Precision,
} from "../../../lib/export/format.ts";
import { weightsOf } from "../../../lib/export/weights.ts";
import { tf } from "../../support/tensorflow.ts";
import { normalization, sevenLayers, stockLayers } from "../networks.ts";

async function encoded(
  input: ExportInput,
  precision: Precision = "float32",
): Promise<ReadonlyMap<string, Uint8Array>> {
  const [{ path, bytes }, ...rest] = await encodeKeras(input, { precision });
  assertEquals([path, rest], ["model.keras", []]);
  await using reader = new ZipReader(new Uint8ArrayReader(bytes), {
    useWebWorkers: false,
    checkSignature: true,
  });
  const files = new Map<string, Uint8Array>();
  for (const entry of await reader.getEntries()) {
    const content = await (entry as FileEntry).getData(new Uint8ArrayWriter());
    files.set(entry.filename, content);
  }
  return files;
}

function json(files: ReadonlyMap<string, Uint8Array>, name: string) {
  return JSON.parse(new TextDecoder().decode(files.get(name)));
}

/** All datasets of an HDF5 file, and the layers' names at their groups. */
async function readWeights(bytes: Uint8Array) {
  await hdf5.ready;
  hdf5.FS!.writeFile("read.h5", bytes);
  const file = new hdf5.File("read.h5", "r");
  const names = new Map<string, unknown>();
  const weights = new Map<string, { shape: unknown; values: unknown }>();
  for (const path of file.paths()) {
    const entity = file.get(path);
    if (entity instanceof hdf5.Dataset) {
      weights.set(path, { shape: entity.shape, values: entity.value });
    } else if (entity instanceof hdf5.Group && entity.attrs.name) {
      names.set(path, entity.attrs.name.value);
    }
  }
  file.close();
  hdf5.FS!.unlink("read.h5");
  return { names, weights };
}

Deno.test("encodeKeras() writes each weight where Keras looks for it", async () => {
  const input = sevenLayers();
  const files = await encoded(input);
  const { names, weights } = await readWeights(files.get("model.weights.h5")!);
  for (
    const [group, layer, count] of [
      ["conv2d", "conv1", 2],
      ["conv2d_4", "conv5", 2],
      ["batch_normalization_5", "norm6", 4],
      ["dense_1", "dense7", 2],
    ] as const
  ) {
    const path = `layers/${group}/vars`;
    assertEquals(names.get(path), layer);
    const expected = [...await weightsOf(input.model.getLayer(layer))];
    assertEquals(expected.length, count);
    for (const [index, [, weight]] of expected.entries()) {
      assertEquals(weights.get(`${path}/${index}`), weight as unknown);
    }
  }
  assertEquals(names.get("layers/re_lu/vars"), "relu1");
  assertEquals(names.get("layers/global_average_pooling2d/vars"), "pool5");
  assertEquals(weights.size, input.model.weights.length);
  input.model.dispose();
});

Deno.test("encodeKeras() describes layers as Keras 3 does", async () => {
  const input = stockLayers();
  const files = await encoded(input);
  const { module, class_name, config } = json(files, "config.json");
  assertEquals([module, class_name], ["keras", "Sequential"]);
  const [pixels, rescaling, convolution, ...others] = config.layers;
  assertEquals(pixels.config.batch_shape, [null, 28, 28, 1]);
  assertEquals(pixels.config.name, "images");
  assertAlmostEquals(
    rescaling.config.scale * 255 + rescaling.config.offset,
    (1 - normalization.mean) / normalization.standardDeviation,
  );
  assertEquals(convolution, {
    module: "keras.layers",
    class_name: "Conv2D",
    config: {
      name: input.model.layers[1].name,
      trainable: true,
      dtype: "float32",
      filters: 4,
      kernel_size: [5, 3],
      strides: [2, 2],
      padding: "valid",
      dilation_rate: [1, 1],
      activation: "relu",
      use_bias: true,
    },
    registered_name: null,
    build_config: { input_shape: [null, 28, 28, 1] },
  });
  assertEquals(
    others.map((layer: { class_name: string }) => layer.class_name),
    input.model.layers.slice(2).map((layer) => layer.getClassName()),
  );
  assertEquals(others.at(-1).config.activation, "log_softmax");
  const { keras_version, classes, ...rest } = json(files, "metadata.json");
  assertEquals(keras_version.split(".")[0], "3");
  assertEquals({ classes, ...rest }, {
    classes: ["a", "b", "c"],
    normalization,
  });
  input.model.dispose();
});

Deno.test("encodeKeras() rounds kernels alone to float16", async () => {
  const input = sevenLayers();
  const files = await encoded(input, "float16");
  const { weights } = await readWeights(files.get("model.weights.h5")!);
  const layer = await weightsOf(input.model.getLayer("conv2"));
  assertEquals(
    weights.get("layers/conv2d_1/vars/0")!.values,
    Float32Array.from(layer.get("kernel")!.values, Math.f16round),
  );
  assertEquals(
    weights.get("layers/conv2d_1/vars/1")!.values,
    layer.get("bias")!.values,
  );
  input.model.dispose();
});

Deno.test("encodeKeras() gives layers other names, if Keras refuses theirs", async () => {
  const model = tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [28, 28, 1], name: "images" }),
      tf.layers.dense({
        units: 2,
        name: "head/last",
        activation: "logSoftmax" as "softmax",
      }),
    ],
  });
  const files = await encoded({ model, normalization, classes: ["a", "b"] });
  const { layers } = json(files, "config.json").config;
  assertEquals(
    layers.map(({ config }: { config: { name: string } }) => config.name),
    ["images", "normalize_pixels", "images_", "head_last"],
  );
  model.dispose();
});

Deno.test("encodeKeras() refuses int8", async () => {
  const input = stockLayers();
  await assertRejects(
    () => encodeKeras(input, { precision: "int8" }),
    ExportError,
    "Cannot export to Keras in int8: the precision must be float32 or float16",
  );
  input.model.dispose();
});
