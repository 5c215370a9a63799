import { tf } from "../../../tfjs.ts";
import { replaceMethod } from "../replace.ts";
import { type Loss, lossAliases, losses, stockLosses } from "./losses.ts";
import { ofEpoch } from "../metrics/mod.ts";
import { epochMetrics } from "../metrics/sums.ts";
import { metrics, stockMetrics } from "./metrics.ts";

type Given = string | Loss | Given[] | { [output: string]: Given };

/** The members of TensorFlow.js's models that are used here. */
interface Model {
  loss: Given;
  metrics: Given | undefined;
  compile(args: { loss?: Given; metrics?: Given }): void;
}

/**
 * `compile()` knows losses and metrics by Keras's names: "huber", "kl_divergence",
 * "MSE", "sparseCategoricalAccuracy".
 */
export function mendNames(): void {
  replaceMethod(
    tf.LayersModel.prototype as unknown as Model,
    "compile",
    (stock) =>
      function (args) {
        const { loss, metrics } = args;
        stock.call(this, {
          ...args,
          ...(loss !== undefined && { loss: mapped(loss, findLoss) }),
          ...(metrics !== undefined &&
            { metrics: mapped(metrics, findMetric) }),
        });
        // As given, since that is saved with the model
        if (loss !== undefined) this.loss = loss;
        if (metrics !== undefined) this.metrics = metrics;
      },
  );
}

/** The same structure of what its names stand for. */
function mapped(given: Given, find: (name: string) => string | Loss): Given {
  if (typeof given === "string") return find(given);
  if (typeof given === "function" || !given) return given;
  if (Array.isArray(given)) return given.map((one) => mapped(one, find));
  return Object.fromEntries(
    Object.entries(given).map(([key, one]) => [key, mapped(one, find)]),
  );
}

/** A name as TensorFlow.js writes it: "mean_squared_error" in camel case. */
function camelCase(name: string): string {
  if (/^[A-Z\d]+$/.test(name)) return name.toLowerCase();
  return name.replace(/_+(\w)/g, (_, letter: string) => letter.toUpperCase())
    .replace(/^[A-Z]/, (letter) => letter.toLowerCase());
}

function findLoss(name: string): string | Loss {
  const plain = camelCase(name);
  const own = losses[plain];
  const stock = lossAliases[plain] ?? plain;
  if (own || stockLosses.has(stock)) return own ?? stock;
  throw unknown("loss", name, [...stockLosses, ...Object.keys(losses)]);
}

function findMetric(name: string): string | Loss {
  if (stockMetrics.has(name)) return name;
  const plain = camelCase(name);
  const loss = lossAliases[plain] ?? plain;
  const stock = tf.metrics as unknown as Record<string, Loss | undefined>;
  const sums = epochMetrics[plain];
  const mean = metrics[plain] ?? stock[plain] ?? losses[plain] ??
    (stockLosses.has(loss) ? stockLoss(loss) : undefined);
  const found = sums ? ofEpoch(sums) : mean && copy(mean);
  // It is reported by the name that the program gives
  if (found) return Object.defineProperty(found, "name", { value: name });
  const known = new Set(
    [metrics, epochMetrics, stock].flatMap((each) => Object.keys(each)),
  );
  throw unknown("metric", name, ["accuracy", ...known, ...stockLosses]);
}

const copy = (loss: Loss): Loss => (target, prediction) =>
  tf.tidy(() => loss(target, prediction));

function unknown(
  what: string,
  name: string,
  known: readonly string[],
): RangeError {
  return new RangeError(
    `Cannot compile the model: a ${what} must be a function or a name that is known: current value is "${name}"; known are ${
      known.join(", ")
    }`,
  );
}

const found = new Map<string, Loss>();

/** TensorFlow.js exports no function of its losses; a model that is compiled has it. */
function stockLoss(name: string): Loss {
  const known = found.get(name);
  if (known) return known;
  const model = tf.sequential({
    layers: [tf.layers.activation({ activation: "linear", inputShape: [1] })],
  });
  model.compile({ optimizer: "sgd", loss: name });
  const { lossFunctions } =
    (model as unknown as { model: { lossFunctions: Loss[] } }).model;
  model.dispose();
  found.set(name, lossFunctions[0]);
  return lossFunctions[0];
}
