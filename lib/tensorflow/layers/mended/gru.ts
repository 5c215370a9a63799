import { tf } from "../../tfjs.ts";
import type { Weight } from "../stock.ts";
import {
  type Config,
  prototypeOf,
  replaceCreation,
  replaceMethod,
} from "./replace.ts";

interface Activation {
  apply(x: tf.Tensor): tf.Tensor;
}

/** The members of TensorFlow.js's `GRUCell` that are used here. */
interface GruCell {
  /** Ours; undefined is false. */
  resetAfter?: boolean;
  readonly useBias: boolean;
  readonly kernel: Weight;
  readonly recurrentKernel: Weight;
  readonly bias: Weight;
  readonly activation: Activation;
  readonly recurrentActivation: Activation;
  readonly dropout: number;
  readonly recurrentDropout: number;
  dropoutMask: tf.Tensor[] | null;
  recurrentDropoutMask: tf.Tensor[] | null;
  addWeight(name: string, shape: number[], ...rest: unknown[]): unknown;
  build(inputShape: unknown): void;
  getConfig(): Config;
  /** Takes the input and the state, and returns the new state, twice. */
  call(inputs: [tf.Tensor, tf.Tensor], kwargs: Training): tf.Tensor[];
}

interface Training {
  readonly training?: boolean;
}

/**
 * Gated recurrent units with `resetAfter`, Keras's default: the reset gate is
 * applied after the product with the recurrent kernel, which has a bias of its own
 * (Cho et al. 2014, version 1; https://arxiv.org/abs/1406.1078v1).
 */
export function mendGru(): void {
  type Gru = GruCell | { readonly cell: GruCell };
  const make = (create: (config: Config) => Gru, config: Config) => {
    const { resetAfter = false, ...rest } = config;
    const made = create(rest);
    if (resetAfter) ("cell" in made ? made.cell : made).resetAfter = true;
    return made;
  };
  replaceCreation("GRU", ["gru"], make);
  replaceCreation("GRUCell", ["gruCell"], make);
  const cell = prototypeOf<GruCell>("GRUCell");
  replaceMethod(cell, "build", (stock) =>
    function (inputShape) {
      if (!this.resetAfter || !this.useBias) {
        return stock.call(this, inputShape);
      }
      const { addWeight } = this;
      this.addWeight = (name, shape, ...rest) =>
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
  cell: GruCell,
  [input, state]: [tf.Tensor, tf.Tensor],
  { training = false }: Training,
): tf.Tensor[] {
  const x = dropped(cell, "dropout", input, training);
  const h = dropped(cell, "recurrentDropout", state, training);
  const [inputBias, stateBias] = cell.useBias
    ? tf.unstack(cell.bias.read())
    : [];
  const product = (value: tf.Tensor, kernel: Weight, bias?: tf.Tensor) => {
    const result = tf.matMul(value, kernel.read());
    return tf.split(bias ? tf.add(result, bias) : result, 3, -1);
  };
  const [xz, xr, xh] = product(x, cell.kernel, inputBias);
  const [hz, hr, hh] = product(h, cell.recurrentKernel, stateBias);
  const update = cell.recurrentActivation.apply(tf.add(xz, hz));
  const reset = cell.recurrentActivation.apply(tf.add(xr, hr));
  const candidate = cell.activation.apply(tf.add(xh, tf.mul(reset, hh)));
  const next = tf.add(
    tf.mul(update, h),
    tf.mul(tf.sub(1, update), candidate),
  );
  return [next, next];
}

/** Applies dropout, with one mask for all steps of a sequence. */
function dropped(
  cell: GruCell,
  name: "dropout" | "recurrentDropout",
  x: tf.Tensor,
  training: boolean,
): tf.Tensor {
  const rate = cell[name];
  if (!(training && rate > 0 && rate < 1)) return x;
  const masks = cell[`${name}Mask`] ??= [
    tf.keep(tf.dropout(tf.onesLike(x), rate)),
  ];
  return tf.mul(x, masks[0]);
}
