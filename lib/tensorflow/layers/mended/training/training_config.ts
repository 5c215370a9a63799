import { tf } from "../../../tfjs.ts";
import { replaceMethod } from "../replace.ts";
import type { LossWeights } from "./loss_weights.ts";
import { lossWeightsOf } from "./losses.ts";
import {
  metricOfName,
  type Named,
  nameOfLoss,
  nameOfMetric,
} from "./saved_names.ts";

/** One or several for all outputs, one for each, or by the outputs' names. */
type PerOutput = Named | readonly Named[] | ByName;
type ByName = Readonly<Record<string, Named | readonly Named[]>>;

/** How a saved model is trained. */
interface TrainingConfig {
  readonly metrics?: PerOutput;
  readonly loss_weights?: LossWeights;
}

interface CompileArgs {
  readonly metrics?: PerOutput;
  readonly lossWeights?: LossWeights;
}

/** The members of TensorFlow.js's models that are used here. */
interface Model {
  readonly name: string;
  readonly loss: PerOutput;
  readonly metrics?: PerOutput | null;
  readonly outputNames: readonly string[];
  compile(args: CompileArgs): void;
  getLossIdentifiers(): unknown;
  getMetricIdentifiers(): unknown;
  getTrainingConfig(): TrainingConfig;
  loadTrainingConfig(config: TrainingConfig): void;
}

/**
 * Models are saved with their optimizer and load again whatever they are trained
 * with. A loss or metric that is a function of the program's own is left out, and a
 * line says so; TensorFlow.js can't load such a file, or refuses to save it.
 */
export function mendTrainingConfig(): void {
  const prototype = tf.LayersModel.prototype as unknown as Model;
  prototype.getLossIdentifiers = function (this: Model) {
    const { loss, outputNames } = this;
    const name = (one: Named) => nameOfLoss(one) ?? leftOut(this, "loss");
    if (!Array.isArray(loss)) return convert(loss, name) ?? {};
    const names = loss.map(name);
    // In a list each has its place
    return names.every((one) => one) ? names : Object.fromEntries(
      names.flatMap((one, i) => one ? [[outputNames[i], one]] : []),
    );
  };
  prototype.getMetricIdentifiers = function (this: Model) {
    const name = (one: Named) => nameOfMetric(one) ?? leftOut(this, "metric");
    const names = convert(this.metrics ?? [], name);
    return typeof names === "string" ? [names] : names ?? [];
  };
  replaceMethod(prototype, "getTrainingConfig", (stock) =>
    function () {
      const weights = lossWeightsOf(this);
      const isDefault = weights.every((weight) => weight === 1);
      const config = stock.call(this);
      return isDefault ? config : { ...config, loss_weights: weights };
    });
  replaceMethod(
    prototype,
    "loadTrainingConfig",
    (stock) =>
      function ({ metrics, loss_weights: lossWeights, ...config }) {
        const { compile } = this;
        const given = {
          lossWeights,
          ...(metrics && { metrics: convert(metrics, toMetric) }),
        };
        this.compile = (args) => compile.call(this, { ...args, ...given });
        try {
          stock.call(this, config);
        } finally {
          delete (this as Partial<Model>).compile;
        }
      },
  );
}

const toMetric = (name: Named): Named =>
  typeof name === "string" ? metricOfName(name) : name;

/** Converts losses or metrics, in the form that they are given in. */
function convert(
  given: PerOutput,
  change: (one: Named) => Named | undefined,
): PerOutput | undefined {
  if (typeof given === "string" || typeof given === "function") {
    return change(given);
  }
  if (Array.isArray(given)) return given.flatMap((one) => change(one) ?? []);
  return Object.fromEntries(
    Object.entries(given as ByName).flatMap(([key, one]) => {
      const changed = convert(one, change);
      return changed === undefined ? [] : [[key, changed]];
    }),
  ) as ByName;
}

function leftOut({ name }: Model, what: string): undefined {
  console.warn(
    `Model "${name}" is saved without its ${what}: a function of a program's own has no name in the file; call compile() after loading`,
  );
}
