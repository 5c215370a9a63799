import { tf } from "../../tfjs.ts";
import {
  type Config,
  type Members,
  prototypeOf,
  replaceCreation,
  replaceMethod,
} from "./members.ts";

/**
 * Gated recurrent units with `resetAfter`, Keras's default: the reset gate is
 * applied after the product with the recurrent kernel, which has a bias of its own
 * (Cho et al. 2014, version 1; https://arxiv.org/abs/1406.1078v1).
 */
export function mendGru(): void {
  const make = (create: (config: Config) => Members, config: Config) => {
    const { resetAfter = false, ...rest } = config;
    const made = create(rest);
    if (resetAfter) (made.cell ?? made).resetAfter = true;
    return made;
  };
  replaceCreation("GRU", ["gru"], make);
  replaceCreation("GRUCell", ["gruCell"], make);
  const cell = prototypeOf("GRUCell");
  replaceMethod(cell, "build", (stock) =>
    function (inputShape) {
      if (!this.resetAfter || !this.useBias) {
        return stock.call(this, inputShape);
      }
      const { addWeight } = this;
      this.addWeight = (name: string, shape: number[], ...rest: unknown[]) =>
        addWeight.call(
          this,
          name,
          // One row for the input, one for the state
          name === "bias" ? [2, ...shape] : shape,
          ...rest,
        );
      try {
        stock.call(this, inputShape);
      } finally {
        Reflect.deleteProperty(this, "addWeight");
      }
    });
  replaceMethod(cell, "getConfig", (stock) =>
    function () {
      return { ...stock.call(this), resetAfter: this.resetAfter ?? false };
    });
  replaceMethod(cell, "call", (stock) =>
    function (inputs, kwargs) {
      return this.resetAfter
        ? tf.tidy(() => resetAfterStep(this, inputs, kwargs))
        : stock.call(this, inputs, kwargs);
    });
}

/** One step of time: the new state, twice. */
function resetAfterStep(
  cell: Members,
  [input, state]: [tf.Tensor2D, tf.Tensor2D],
  { training = false }: { training?: boolean },
): [tf.Tensor, tf.Tensor] {
  const x = dropped(cell, "dropout", input, training);
  const h = dropped(cell, "recurrentDropout", state, training);
  const [inputBias, stateBias] = cell.useBias
    ? tf.unstack(cell.bias.read() as tf.Tensor2D)
    : [];
  const product = (value: tf.Tensor, kernel: Members, bias?: tf.Tensor) => {
    const result = tf.matMul(value, kernel.read());
    return tf.split(bias ? tf.add(result, bias) : result, 3, -1);
  };
  const [xz, xr, xh] = product(x, cell.kernel, inputBias);
  const [hz, hr, hh] = product(h, cell.recurrentKernel, stateBias);
  const update: tf.Tensor = cell.recurrentActivation.apply(tf.add(xz, hz));
  const reset: tf.Tensor = cell.recurrentActivation.apply(tf.add(xr, hr));
  const candidate: tf.Tensor = cell.activation.apply(
    tf.add(xh, tf.mul(reset, hh)),
  );
  const next = tf.add(
    tf.mul(update, h),
    tf.mul(tf.sub(1, update), candidate),
  );
  return [next, next];
}

/** Applies dropout, with one mask for all steps of a sequence. */
function dropped(
  cell: Members,
  rate: "dropout" | "recurrentDropout",
  x: tf.Tensor2D,
  training: boolean,
): tf.Tensor {
  const value: number = cell[rate];
  if (!(training && value > 0 && value < 1)) return x;
  const masks = `${rate}Mask`;
  cell[masks] ??= [tf.keep(tf.dropout(tf.onesLike(x), value))];
  return tf.mul(x, cell[masks][0]);
}
