/** TensorFlow.js's layers model: the layers in JSON, the weights in a file. @module */
import * as v from "valibot";
import { jsonObject } from "../../files/json.ts";
import { tf } from "../../tensorflow/mod.ts";
import {
  type Encode,
  ExportError,
  type ExportInput,
  type Precision,
} from "../format.ts";
import { toFloat16, toUint8 } from "../quantize.ts";
import { pixelRescaling } from "../rescaling.ts";
import { inferenceSteps } from "../steps.ts";
import { type StoredWeight, storeWeights } from "./stored_weights.ts";

/** Encodes `model.json` and the file of the weights, for `tf.loadLayersModel()`. */
export const encodeLayersModel: Encode = async (input, { precision }) => {
  await inferenceSteps(input); // The same networks as in all formats, no others
  const { topology, weights } = await readModel(input.model);
  return storeWeights(
    weights.map((weight) => storedAs(weight, precision)),
    {
      format: "layers-model",
      generatedBy: `TensorFlow.js ${tf.version["tfjs-layers"]}`,
      convertedBy: null,
      modelTopology: takingPixels(topology, input.normalization),
    },
  );
};

type Weight = StoredWeight & { readonly values: Float32Array<ArrayBuffer> };

interface Model {
  readonly topology: Topology;
  readonly weights: readonly Weight[];
}

async function readModel(model: tf.LayersModel): Promise<Model> {
  const artifacts = await artifactsOf(model);
  const { modelTopology, weightSpecs, weightData } = artifacts;
  if (!v.is(topologySchema, modelTopology)) {
    throw new ExportError(
      "Cannot export to TensorFlow.js's layers: the network must be a tf.sequential: it is not",
    );
  }
  const bytes = tf.io.CompositeArrayBuffer.join(weightData);
  let offset = 0;
  const weights = weightSpecs!.map(({ name, shape }): Weight => {
    const size = tf.util.sizeFromShape(shape);
    const values = new Float32Array(bytes, offset, size);
    offset += 4 * size;
    return { name, shape, dtype: "float32", values };
  });
  return { topology: modelTopology, weights };
}

async function artifactsOf(
  model: tf.LayersModel,
): Promise<tf.io.ModelArtifacts> {
  const { promise, resolve } = Promise.withResolvers<tf.io.ModelArtifacts>();
  await model.save(tf.io.withSaveHandler((artifacts) => {
    resolve(artifacts);
    const modelArtifactsInfo = tf.io.getModelArtifactsInfoForJSON(artifacts);
    return Promise.resolve({ modelArtifactsInfo });
  }));
  return await promise;
}

const layerSchema = v.looseObject({
  class_name: v.string(),
  config: jsonObject,
});

const topologySchema = v.looseObject({
  class_name: v.literal("Sequential"),
  config: v.looseObject({ layers: v.array(layerSchema) }),
});

type Topology = v.InferOutput<typeof topologySchema>;

/** The network with a layer before it that normalizes pixels from 0 to 255. */
function takingPixels(
  { config, ...model }: Topology,
  normalization: ExportInput["normalization"],
): object {
  const [first, ...rest] = config.layers;
  const { batch_input_shape, ...firstConfig } = first.config;
  const rescaling = {
    class_name: "Rescaling",
    config: {
      ...pixelRescaling(normalization),
      batch_input_shape,
      dtype: "float32",
    },
  };
  const layers = first.class_name === "InputLayer"
    ? rest
    : [{ ...first, config: firstConfig }, ...rest];
  return {
    model_config: {
      ...model,
      config: { ...config, layers: [rescaling, ...layers] },
    },
    keras_version: `tfjs-layers ${tf.version["tfjs-layers"]}`,
    backend: "tensor_flow.js",
  };
}

/** Layers' weights have no operation that could scale each channel: int8 is one scale. */
function storedAs(
  weight: Weight,
  precision: Precision,
): StoredWeight {
  if (precision === "float32" || !weight.name.endsWith("/kernel")) {
    return weight;
  }
  if (precision === "float16") {
    const { values } = toFloat16(weight, weight.name);
    return { ...weight, values, quantization: { dtype: "float16" } };
  }
  const { values, scale, min } = toUint8(weight);
  return { ...weight, values, quantization: { dtype: "uint8", scale, min } };
}
