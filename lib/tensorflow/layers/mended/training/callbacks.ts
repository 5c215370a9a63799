import { tf } from "../../../tfjs.ts";
import { replaceMethod } from "../replace.ts";

/** The arguments of `fit()` and `fitDataset()` that are used here. */
interface FitArgs {
  readonly callbacks?: unknown;
  readonly yieldEvery?: tf.ModelFitArgs["yieldEvery"];
}

/** The methods that train. */
interface Model {
  fit(x: unknown, y: unknown, args?: FitArgs): Promise<unknown>;
  fitDataset(data: unknown, args?: FitArgs): Promise<unknown>;
}

/**
 * `callbacks` may mix objects of functions, as `tfvis.show.fitCallbacks()` returns
 * them, with callbacks such as `tf.callbacks.earlyStopping()`.
 */
export function mendCallbacks(): void {
  const prototype = tf.LayersModel.prototype as unknown as Model;
  replaceMethod(prototype, "fit", (stock) =>
    function (x, y, args) {
      return stock.call(this, x, y, withCallbacks(args));
    });
  replaceMethod(prototype, "fitDataset", (stock) =>
    function (data, args) {
      return stock.call(this, data, withCallbacks(args));
    });
}

function withCallbacks(args: FitArgs | undefined): FitArgs | undefined {
  const { callbacks, yieldEvery } = args ?? {};
  if (!Array.isArray(callbacks) || !callbacks.some(isCallback)) return args;
  return {
    ...args,
    callbacks: callbacks.map((one) =>
      isCallback(one) ? one : new tf.CustomCallback(one, yieldEvery)
    ),
  };
}

function isCallback(callback: unknown): boolean {
  return typeof (callback as { setParams?: unknown } | null)?.setParams ===
    "function";
}
