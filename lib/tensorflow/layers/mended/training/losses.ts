import { tf } from "../../../tfjs.ts";
import { maskOf, withMasks } from "../models/run_calls.ts";
import { replaceMethod } from "../replace.ts";
import { applyConstraints, type ConstrainedWeight } from "./constraints.ts";
import { type LossWeights, numbersPerOutput } from "./loss_weights.ts";
import { maskedMean } from "./masked_mean.ts";
import { withFrozenModelsWeights } from "./trainable.ts";

/** The loss of each example, or a metric; not always of one axis. */
type Loss = (target: tf.Tensor, prediction: tf.Tensor) => tf.Tensor;

type Step = (data: readonly (tf.Tensor | null)[]) => tf.Tensor[];

/** The members of TensorFlow.js's models that are used here. */
interface Model {
  readonly name: string;
  readonly inputs: readonly unknown[];
  readonly outputs: readonly unknown[];
  readonly outputNames: readonly string[];
  readonly layers: readonly tf.layers.Layer[];
  readonly optimizer_: tf.Optimizer;
  readonly collectedTrainableWeights: readonly ConstrainedWeight[];
  /** Of each output; undefined for one without a loss. */
  readonly lossFunctions: readonly (Loss | undefined)[];
  /** With several outputs, first the loss of each. */
  metricsTensors: [metric: Loss | undefined, output: number][];
  metricsNames: string[];
  testFunction: Step;
  compile(args: { readonly lossWeights?: LossWeights }): void;
  makeTrainFunction(): Step;
  makeTestFunction(): void;
  call(inputs: unknown, kwargs: { training: boolean }): tf.Tensor | tf.Tensor[];
  calculateLosses(): tf.Scalar[];
}

/** A batch's targets, predictions and weights of its examples, by output. */
interface Batch {
  readonly targets: readonly (tf.Tensor | null)[];
  readonly outputs: readonly tf.Tensor[];
  readonly masks: readonly (tf.Tensor | null | undefined)[];
  readonly weights: readonly (tf.Tensor | null | undefined)[];
}

/** The weight of each output's loss, by model. */
const lossWeights = new WeakMap<Model, readonly number[]>();

/**
 * What `fit()`, `evaluate()` and the like compute of a batch, as in Keras: the total
 * loss is the sum of each output's mean loss, times its weight of `lossWeights`, and
 * of the regularizers' penalties, in training and in evaluation. Each output's own
 * loss comes without either. An output may have no loss. Steps that an output's mask
 * leaves out count neither for losses nor for metrics.
 */
export function mendLosses(): void {
  const prototype = tf.LayersModel.prototype as unknown as Model;
  replaceMethod(prototype, "compile", (stock) =>
    function (args) {
      const weights = numbersPerOutput(args.lossWeights, this.outputNames);
      stock.call(this, args);
      lossWeights.set(this, weights);
      leaveOutMissing(this);
    });
  prototype.makeTrainFunction = function (this: Model): Step {
    return (data) => trainOnBatch(this, data);
  };
  prototype.makeTestFunction = function (this: Model): void {
    this.testFunction = (data) =>
      tf.tidy(() => {
        const [total, ...rest] = evaluate(this, data, false);
        return [total, ...rest];
      });
  };
}

/** The weight of each output's loss; none before `compile()`. */
export function lossWeightsOf(model: object): readonly number[] {
  const inner = (model as { readonly model?: object | null }).model;
  return lossWeights.get((inner ?? model) as Model) ?? [];
}

/** Names and values of losses that no output has. */
function leaveOutMissing(model: Model): void {
  const { metricsTensors, metricsNames, lossFunctions, outputs } = model;
  if (outputs.length === 1 || lossFunctions.every((loss) => loss)) return;
  const isThere = (index: number) =>
    index >= lossFunctions.length || lossFunctions[index] !== undefined;
  model.metricsTensors = metricsTensors.filter((_, index) => isThere(index));
  model.metricsNames = metricsNames.filter((_, index) =>
    index === 0 || isThere(index - 1)
  );
}

function trainOnBatch(
  model: Model,
  data: readonly (tf.Tensor | null)[],
): tf.Tensor[] {
  let metrics: tf.Tensor[] = [];
  const variables = model.collectedTrainableWeights.map((one) => one.read());
  const total = withFrozenModelsWeights(model, variables, () => {
    const total = model.optimizer_.minimize(
      () => {
        const [total, ...rest] = evaluate(model, data, true);
        metrics = rest.map((one) => tf.keep(one));
        return total as tf.Scalar;
      },
      true,
      variables,
    );
    applyConstraints(model.collectedTrainableWeights);
    return total;
  });
  return [total!, ...metrics];
}

/** The total loss, then the values that `metricsNames` names. */
function evaluate(
  model: Model,
  data: readonly (tf.Tensor | null)[],
  training: boolean,
): tf.Tensor[] {
  const targetsAt = model.inputs.length;
  const weightsAt = targetsAt + model.outputs.length;
  const inputs = data.slice(0, targetsAt);
  const outputs = withMasks(() => [model.call(inputs, { training })].flat());
  const batch = {
    targets: data.slice(targetsAt, weightsAt),
    weights: weightsOf(data.slice(weightsAt), model.outputs.length),
    outputs,
    masks: outputs.map(maskOf),
  };
  const losses = lossPerOutput(model, batch);
  const own = losses.flatMap((loss) => loss ? [loss] : []);
  const ofOutputs = model.outputs.length > 1 ? own : [];
  const metrics = model.metricsTensors.slice(ofOutputs.length).map((
    [metric, output],
  ) =>
    maskedMean(
      metric!(batch.targets[output]!, outputs[output]),
      batch.masks[output],
    )
  );
  return [sum(model, losses), ...ofOutputs, ...metrics];
}

/** The products of each output's weights: by example, by class, or both. */
function weightsOf(
  lists: readonly (tf.Tensor | null)[],
  outputs: number,
): readonly (tf.Tensor | null)[] {
  if (lists.length <= outputs) return lists;
  return lists.slice(0, outputs).map((weight, i) => {
    const ofClass = lists[outputs + i];
    if (!weight || !ofClass) return weight ?? ofClass;
    const ones = Array<number>(weight.rank - 1).fill(1);
    return tf.mul(weight, ofClass.reshape([weight.shape[0], ...ones]));
  });
}

/** The mean loss of each output. */
function lossPerOutput(
  { name, lossFunctions }: Model,
  { targets, outputs, masks, weights }: Batch,
): (tf.Tensor | undefined)[] {
  if (!lossFunctions.some((loss) => loss)) {
    throw new Error(
      `Cannot train or evaluate model "${name}": it must have a loss: it has none; call model.compile() with a loss`,
    );
  }
  return lossFunctions.map((lossFunction, i) => {
    if (!lossFunction) return undefined;
    const loss = lossFunction(targets[i]!, outputs[i]);
    return maskedMean(loss, masks[i], weights[i]);
  });
}

/** The weighted sum of losses, and the regularizers' penalties. */
function sum(
  model: Model,
  losses: readonly (tf.Tensor | undefined)[],
): tf.Tensor {
  const weights = lossWeights.get(model);
  const terms = losses.flatMap((loss, i) => {
    if (!loss) return [];
    const weight = weights?.[i] ?? 1;
    return [weight === 1 ? loss : tf.mul(loss, weight)];
  });
  return [...terms, ...model.calculateLosses()]
    .reduce((total, term) => tf.add(total, term));
}
