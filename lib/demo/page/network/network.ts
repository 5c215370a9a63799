/// <reference lib="dom" />
/** A trained network, as it was saved, in the browser. @module */
import { DIGIT_CLASSES } from "../../../data/digits.ts";
import {
  computingLayers,
  type Grid,
  inputTensor,
} from "../../../evaluation/feature_maps.ts";
import { gradCam } from "../../../evaluation/grad_cam.ts";
import type { ModelInfo } from "../../../model/files/model_json.ts";
import type { tf as engine } from "../../../tensorflow/mod.ts";
import { softmax } from "../../../widgets/network/forward.ts";
import { type Stage, stagesOf } from "./stages.ts";
import { tf } from "./tensorflow.ts";

/** What the network makes of an image. */
export interface Reading {
  /** float32 [classes]. */
  readonly probabilities: Float32Array;
  /** What each stage gets, [rows, columns, channels] one after the other. */
  readonly inputs: readonly Float32Array[];
  /** What each stage gives. */
  readonly outputs: readonly Float32Array[];
}

/** A network that reads images. */
export interface Network {
  readonly info: ModelInfo;
  readonly stages: readonly Stage[];
  /** Number of trainable parameters. */
  readonly parameters: number;
  /** @param pixels From 0 to 255, shape [28, 28]. */
  read(pixels: Uint8Array): Promise<Reading>;
  /** Grad-CAM for a class; undefined if the page can't compute it for this network. */
  evidence(pixels: Uint8Array, label: number): Grid | undefined;
  dispose(): void;
}

/** Loads a model in TensorFlow.js's layers format on the current backend. */
export async function loadNetwork(url: string): Promise<Network> {
  const model = await tf.loadLayersModel(url);
  const info = infoOf(model.getUserDefinedMetadata());
  const chain = computingLayers(model);
  const stages = stagesOf(chain);
  const { normalization } = info;
  const run = (pixels: Uint8Array) =>
    tf.tidy(() => {
      let x: engine.Tensor = inputTensor(pixels, normalization);
      const parts: engine.Tensor[] = [];
      chain.forEach((layer, index) => {
        if (stages.some(({ first }) => first === index)) parts.push(x);
        x = layer.apply(x) as engine.Tensor;
        if (stages.some(({ last }) => last === index)) parts.push(x);
      });
      parts.push(x);
      // One transfer from the device instead of one for each layer
      return tf.concat(parts.map((part) => part.reshape([part.size])));
    });
  return {
    info,
    stages,
    parameters: model.trainableWeights.reduce(
      (sum, { shape }) => sum + shape.reduce<number>((a, b) => a * (b ?? 1), 1),
      0,
    ),
    async read(pixels) {
      const joined = run(pixels);
      const values = await joined.data() as Float32Array;
      joined.dispose();
      return readingOf(values, stages, chain.at(-1)!);
    },
    evidence(pixels, label) {
      try {
        return gradCam(model, pixels, normalization, label);
      } catch (error) {
        // A network without maps, or with an operation that has no gradient here
        console.warn("No evidence:", error);
        return undefined;
      }
    },
    dispose: () => model.dispose(),
  };
}

/** The build has checked them. */
function infoOf(metadata: object): ModelInfo {
  return { classes: [...DIGIT_CLASSES], ...metadata } as ModelInfo;
}

function readingOf(
  values: Float32Array,
  stages: readonly Stage[],
  last: engine.layers.Layer,
): Reading {
  let start = 0;
  const take = (count: number) => values.subarray(start, start += count);
  const inputs: Float32Array[] = [];
  const outputs: Float32Array[] = [];
  for (const { input, output } of stages) {
    inputs.push(take(input.rows * input.columns * input.channels));
    outputs.push(take(output.rows * output.columns * output.channels));
  }
  return {
    inputs,
    outputs,
    probabilities: probabilities(take(Infinity), last),
  };
}

/** From what the model ends with: log-probabilities, probabilities or logits. */
function probabilities(
  values: Float32Array,
  last: engine.layers.Layer,
): Float32Array {
  const { activation } = last.getConfig() as { readonly activation?: string };
  return activation === "softmax" ? values : softmax(values);
}
