import { tf } from "../tfjs.ts";
import type { ExtendedOptimizer } from "./extended.ts";

/** The members of TensorFlow.js's models that are used here. */
interface Model {
  isOptimizerOwned: boolean;
  compile(args: { optimizer: string | tf.Optimizer }): void;
}

/** Names of TensorFlow.js's optimizers, which it makes itself. */
const stock = ["adadelta", "adagrad", "adam", "adamax", "rmsprop", "sgd"];

/**
 * Has `compile()` find optimizers by name in any case, as Keras does: "adamw",
 * "RMSprop".
 *
 * @param own Those that TensorFlow.js lacks, by their names in lower case.
 */
export function nameOptimizers(
  own: Readonly<Record<string, new () => ExtendedOptimizer>>,
): void {
  const prototype = tf.LayersModel.prototype as unknown as Model;
  const { compile } = prototype;
  prototype.compile = function (this: Model, args) {
    const { optimizer } = args;
    if (typeof optimizer !== "string") return compile.call(this, args);
    const name = optimizer.toLowerCase();
    if (stock.includes(name)) {
      return compile.call(this, { ...args, optimizer: name });
    }
    const Optimizer = own[name];
    if (!Optimizer) {
      throw new RangeError(
        `Cannot compile the model: an optimizer must be an object or a name that is known: current value is "${optimizer}"; known are ${
          [...stock, ...Object.keys(own)].join(", ")
        }`,
      );
    }
    compile.call(this, { ...args, optimizer: new Optimizer() });
    this.isOptimizerOwned = true;
  };
}
