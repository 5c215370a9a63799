/**
 * Metrics that are no means over examples, such as precision: `fit()`, `evaluate()`
 * and the like compute them of sums over an epoch, as Keras does. TensorFlow.js
 * takes the mean over batches.
 *
 * @module
 */
import { tf } from "../../../tfjs.ts";
import type { Loss } from "../names/losses.ts";
import { replaceMethod } from "../replace.ts";
import { RunningMetric } from "./running.ts";
import type { EpochMetric } from "./sums.ts";

type Logs = Record<string, unknown>;
type Results = tf.Tensor | tf.Tensor[];

/** The members of TensorFlow.js's models that are used here. */
interface Model {
  /** The model that does a `Sequential`'s work. */
  readonly model?: Model | null;
  /** Of each name after the first, "loss". */
  readonly metricsTensors: [metric: Loss | undefined, output: number][];
  getDedupedMetricsNames(): string[];
  compile(...args: unknown[]): void;
  dispose(): unknown;
  fitLoop(...args: unknown[]): Promise<unknown>;
  fitDataset(dataset: unknown, args: { callbacks?: unknown }): Promise<unknown>;
  testLoop(...args: unknown[]): tf.Tensor[];
  evaluateDataset(...args: unknown[]): Promise<Results>;
  trainOnBatch(...args: unknown[]): Promise<unknown>;
}

/** Where `fitLoop` takes callbacks. */
const CALLBACKS = 6;

const definitions = new WeakMap<Loss, EpochMetric>();

/** A model's metrics, by their positions among the names. */
const running = new WeakMap<Model, ReadonlyMap<number, RunningMetric>>();

/** A metric's value for one batch; `compile()` makes it one of the epoch. */
export function ofEpoch(metric: EpochMetric): Loss {
  const ofBatch: Loss = (target, prediction) =>
    tf.tidy(() => metric.value(metric.sums(target, prediction)));
  definitions.set(ofBatch, metric);
  return ofBatch;
}

/** Makes the metrics of {@linkcode ofEpoch} count over epochs. */
export function mendEpochMetrics(): void {
  const prototype = tf.LayersModel.prototype as unknown as Model;
  replaceMethod(prototype, "compile", (stock) =>
    function (...args) {
      forget(this);
      stock.apply(this, args);
      install(this);
    });
  replaceMethod(prototype, "dispose", (stock) =>
    function () {
      forget(this);
      return stock.call(this);
    });
  replaceMethod(prototype, "trainOnBatch", (stock) =>
    function (...args) {
      for (const metric of metricsOf(this).values()) metric.reset();
      return stock.apply(this, args);
    });
  reportEpochs(prototype);
  reportEvaluations(prototype);
}

function metricsOf(model: Model): ReadonlyMap<number, RunningMetric> {
  return running.get(model) ?? new Map();
}

/** Replaces the metrics of one batch, each output's by its own. */
function install(model: Model): void {
  const own = new Map<number, RunningMetric>();
  model.metricsTensors.forEach(([metric, output], i) => {
    const definition = metric && definitions.get(metric);
    if (!definition) return;
    const each = new RunningMetric(definition);
    own.set(i + 1, each);
    model.metricsTensors[i] = [each.add, output];
  });
  if (own.size > 0) running.set(model, own);
}

function forget(model: Model): void {
  for (const metric of metricsOf(model).values()) metric[Symbol.dispose]();
  running.delete(model);
  if (model.model && model.model !== model) forget(model.model);
}

function reportEpochs(prototype: Model): void {
  replaceMethod(prototype, "fitLoop", (stock) =>
    function (...args) {
      if (!running.has(this)) return stock.apply(this, args);
      const given = args.with(CALLBACKS, [
        new EpochMetrics(this),
        ...[args[CALLBACKS] ?? []].flat(),
      ]);
      return stock.apply(this, given);
    });
  replaceMethod(prototype, "fitDataset", (stock) =>
    function (dataset, args) {
      if (!running.has(this)) return stock.call(this, dataset, args);
      const callbacks = [
        new EpochMetrics(this),
        ...[args?.callbacks ?? {}].flat(),
      ];
      return stock.call(this, dataset, { ...args, callbacks });
    });
}

function reportEvaluations(prototype: Model): void {
  replaceMethod(prototype, "testLoop", (stock) =>
    function (...args) {
      const ends = interruptAll(this);
      try {
        return withValues(this, stock.apply(this, args));
      } finally {
        ends.forEach((end) => end());
      }
    });
  replaceMethod(
    prototype,
    "evaluateDataset",
    (stock) =>
      async function (...args) {
        const ends = interruptAll(this);
        try {
          const results = await stock.apply(this, args);
          return Array.isArray(results) ? withValues(this, results) : results;
        } finally {
          ends.forEach((end) => end());
        }
      },
  );
}

function interruptAll(model: Model): (() => void)[] {
  return Array.from(metricsOf(model).values(), (metric) => metric.interrupt());
}

/** The results, with the metrics' values in place of means over batches. */
function withValues(model: Model, results: tf.Tensor[]): tf.Tensor[] {
  const metrics = metricsOf(model);
  return results.map((result, i) => {
    const value = metrics.get(i)?.value;
    if (value) result.dispose();
    return value ?? result;
  });
}

/** Puts the metrics' values into the logs of an epoch, before others read them. */
class EpochMetrics extends tf.Callback {
  readonly #model: Model;

  constructor(model: Model) {
    super();
    this.#model = model;
  }

  override onEpochBegin(): Promise<void> {
    for (const metric of metricsOf(this.#model).values()) metric.reset();
    return Promise.resolve();
  }

  override onEpochEnd(_epoch: number, logs: Logs = {}): Promise<void> {
    const names = this.#model.getDedupedMetricsNames();
    for (const [index, metric] of metricsOf(this.#model)) {
      const mean = logs[names[index]];
      const value = metric.value;
      if (!value) continue;
      if (mean instanceof tf.Tensor) mean.dispose();
      logs[names[index]] = tf.keep(value);
    }
    return Promise.resolve();
  }
}
