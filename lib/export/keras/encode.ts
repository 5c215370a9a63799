/** A network as a file of Keras 3. @module */
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from "@zip.js/zip.js";
import {
  type Encode,
  ExportError,
  type ExportInput,
  INPUT_NAME,
  type Precision,
} from "../format.ts";
import { toFloat16 } from "../quantize.ts";
import { pixelRescaling, RESCALING } from "../rescaling.ts";
import { inferenceSteps } from "../steps.ts";
import { type Weight, weightsOf } from "../weights.ts";
import {
  kerasLayer,
  type KerasObject,
  layerObject,
  type NamedLayer,
  namedLayers,
  plainName,
  snakeCase,
} from "./layers.ts";
import { encodeWeightsFile, type LayerWeights } from "./weights_file.ts";

/** The oldest Keras that reads the file. */
const KERAS_VERSION = "3.0.0";

/**
 * Encodes `model.keras`, a ZIP archive of the layers in JSON and the weights in HDF5.
 * h5wasm writes no float16: such kernels are float32 in the HDF5 file, rounded to what
 * float16 holds, and the archive is smaller since their last 13 bits are 0.
 *
 * @throws {ExportError} if the precision is int8.
 */
export const encodeKeras: Encode = async (input, { precision }) => {
  if (precision === "int8") {
    throw new ExportError(
      "Cannot export to Keras in int8: the precision must be float32 or float16: Keras has no convolution with kernels in int8",
    );
  }
  await inferenceSteps(input); // The same networks as in all formats, no others
  const { model, classes, normalization } = input;
  const layers = namedLayers(model, [INPUT_NAME, RESCALING]);
  const config = JSON.stringify(networkConfig(input, layers));
  const metadata = JSON.stringify({
    keras_version: KERAS_VERSION,
    classes,
    normalization,
  });
  const weights = await encodeWeightsFile(
    await storedWeights(layers, precision),
  );
  const encoder = new TextEncoder();
  const bytes = await zip({
    "metadata.json": encoder.encode(metadata),
    "config.json": encoder.encode(config),
    "model.weights.h5": weights,
  });
  return [{ path: "model.keras", bytes }];
};

/** The network with a layer before it that normalizes pixels from 0 to 255. */
function networkConfig(
  { model, normalization }: ExportInput,
  layers: readonly NamedLayer[],
): KerasObject {
  const { shape } = model.inputs[0];
  const input = {
    module: "keras.layers",
    class_name: "InputLayer",
    config: { batch_shape: shape, dtype: "float32", name: INPUT_NAME },
    registered_name: null,
  };
  const { name, ...settings } = pixelRescaling(normalization);
  const rescaling = layerObject("Rescaling", name, settings);
  return {
    module: "keras",
    class_name: "Sequential",
    config: {
      name: plainName(model.name),
      trainable: true,
      dtype: "float32",
      layers: [input, rescaling, ...layers.map(kerasLayer)],
      build_input_shape: shape,
    },
    registered_name: null,
    build_config: { input_shape: shape },
  };
}

/** The weights, by the groups in which Keras looks for them. */
async function storedWeights(
  layers: readonly NamedLayer[],
  precision: Precision,
): Promise<LayerWeights[]> {
  const counts = new Map<string, number>();
  const stored: LayerWeights[] = [
    { group: "rescaling", name: RESCALING, weights: [] },
  ];
  for (const { layer, name } of layers) {
    const type = snakeCase(layer.getClassName());
    const count = counts.get(type) ?? 0;
    counts.set(type, count + 1);
    const weights = [...await weightsOf(layer)].map(([which, weight]) =>
      precision === "float16" && which === "kernel"
        ? rounded(weight, layer.name)
        : weight
    );
    const group = count === 0 ? type : `${type}_${count}`;
    stored.push({ group, name, weights });
  }
  return stored;
}

/** A weight with the values that float16 holds. */
function rounded(weight: Weight, layer: string): Weight {
  const { shape, values } = toFloat16(weight, layer);
  return { shape, values: Float32Array.from(values) };
}

/** A ZIP archive. */
async function zip(
  files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>,
): Promise<Uint8Array<ArrayBuffer>> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), {
    level: 9,
    useWebWorkers: false,
  });
  for (const [path, bytes] of Object.entries(files)) {
    await writer.add(path, new Uint8ArrayReader(bytes));
  }
  return await writer.close();
}
