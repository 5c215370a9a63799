/**
 * A trained network as the chain of operations that inference takes: what is only for
 * training is left out, and the statistics of batch normalization become a scale and
 * an offset.
 *
 * @module
 */
import { oneLine } from "../files/errors.ts";
import type { tf } from "../tensorflow/mod.ts";
import {
  ExportError,
  type ExportInput,
  INPUT_NAME,
  OUTPUT_NAME,
} from "./format.ts";
import { operationsOf, shapeOf } from "./layer_operations.ts";
import type { Operation } from "./operation.ts";

/** A step of inference. Images have their channels on the last axis. */
export type Step = Operation & {
  /** Unique, and not the input's or output's name; letters, digits, `_`, `.`, `-`. */
  readonly id: string;
  /** Without the batch, for example [28, 28, 16]. */
  readonly inputShape: readonly number[];
  /** Without the batch. */
  readonly outputShape: readonly number[];
};

/** Steps of one kind, or of several. */
export type StepOf<Kind extends Step["kind"]> = Extract<Step, { kind: Kind }>;

/**
 * The steps of a network in which each layer takes what the one before it returns.
 *
 * @throws {ExportError} naming the first layer that has no counterpart, or if the
 * network does not end in a log softmax.
 */
export async function inferenceSteps(
  { model }: Pick<ExportInput, "model">,
): Promise<Step[]> {
  requireChain(model);
  const steps: Step[] = [];
  for (const layer of model.layers) {
    const shapes = {
      inputShape: shapeOf(layer.input),
      outputShape: shapeOf(layer.output),
    };
    const id = uniqueId(layer.name, steps);
    const [operation, ...rest] = await operationsOf(layer);
    if (!operation) continue;
    steps.push({ ...operation, ...shapes, id });
    for (const after of rest) {
      steps.push({
        ...after,
        inputShape: shapes.outputShape,
        outputShape: shapes.outputShape,
        id: uniqueId(`${layer.name}_activation`, steps),
      });
    }
  }
  requireLogSoftmax(steps.at(-1), model);
  return steps;
}

/** @throws {ExportError} if a layer takes anything but what the one before it returns. */
function requireChain({ layers }: tf.LayersModel): void {
  layers.forEach((layer, index) => {
    const source = sourceOf(layer);
    const before = layers[index - 1] ?? layer;
    const first = index === 0 && layer.getClassName() !== "InputLayer";
    if (source === before || (first && isInput(source))) return;
    throw new ExportError(
      `Cannot export: each layer must take what the one before it returns: layer "${
        oneLine(layer.name)
      }" (${layer.getClassName()}) does not`,
    );
  });
}

/** The layer before; undefined if there are several, or the layer is used twice. */
function sourceOf(layer: tf.layers.Layer): tf.layers.Layer | undefined {
  if (layer.inboundNodes.length !== 1) return undefined; // `input` would throw
  const { input } = layer;
  return Array.isArray(input) ? undefined : input.sourceLayer;
}

function isInput(layer: tf.layers.Layer | undefined): boolean {
  return layer?.getClassName() === "InputLayer";
}

function requireLogSoftmax(
  last: Step | undefined,
  { name }: tf.LayersModel,
): void {
  if (last?.kind === "activation" && last.name === "logSoftmax") return;
  throw new ExportError(
    `Cannot export: the network must end in logSoftmax: "${
      oneLine(name)
    }" ends in ${last?.kind === "activation" ? last.name : last?.id}`,
  );
}

function uniqueId(name: string, steps: readonly Step[]): string {
  const taken = [INPUT_NAME, OUTPUT_NAME, ...steps.map(({ id }) => id)];
  const plain = name.replaceAll("/", "_"); // Else it has letters, digits, "_.-" only
  let id = plain;
  for (let copy = 2; taken.includes(id); copy++) id = `${plain}_${copy}`;
  return id;
}
