import { tf } from "../../../tfjs.ts";
import { onlyTensor, type Weight } from "../../stock.ts";
import {
  type Config,
  prototypeOf,
  replaceCreation,
  replaceMethod,
} from "../replace.ts";

interface Activation {
  apply(x: tf.Tensor): tf.Tensor;
  getClassName(): string;
}

const linear: Activation = {
  apply: (x) => x,
  getClassName: () => "linear",
};

type Reader = Pick<Weight, "read">;

/** The members of TensorFlow.js's convolutions that are used here. */
interface Convolution {
  /** Ours. */
  groups?: number;
  readonly dataFormat: string;
  activation: Activation;
  kernel?: Reader;
  bias?: Reader | null;
  addWeight(name: string, shape: number[], ...rest: unknown[]): unknown;
  build(inputShape: unknown): void;
  getConfig(): Config;
  call(inputs: tf.Tensor | tf.Tensor[], kwargs: unknown): tf.Tensor;
}

/**
 * Convolutions in `groups`: each part of the filters sees its part of the channels.
 * TensorFlow.js ignores the option.
 */
export function mendGroups(): void {
  for (const rank of [1, 2, 3]) {
    replaceCreation<Convolution>(
      `Conv${rank}D`,
      [`conv${rank}d`],
      (create, config) => {
        const layer = create(config);
        if (Number(config.groups ?? 1) > 1) {
          layer.groups = Number(config.groups);
        }
        return layer;
      },
    );
    mend(prototypeOf<Convolution>(`Conv${rank}D`));
  }
}

function mend(prototype: Convolution): void {
  replaceMethod(prototype, "build", (stock) =>
    function (inputShape) {
      const { groups, addWeight } = this;
      if (!groups) return stock.call(this, inputShape);
      this.addWeight = (name, shape, ...rest) => {
        const own = name === "kernel"
          ? shape.with(-2, shape.at(-2)! / groups)
          : shape;
        return addWeight.call(this, name, own, ...rest);
      };
      try {
        stock.call(this, inputShape);
      } finally {
        Reflect.deleteProperty(this, "addWeight");
      }
    });
  replaceMethod(prototype, "getConfig", (stock) =>
    function () {
      const { groups } = this;
      return { ...stock.call(this), ...(groups && { groups }) };
    });
  replaceMethod(prototype, "call", (stock) =>
    function (inputs, kwargs) {
      const { groups, kernel, bias, activation } = this;
      if (!groups || !kernel) return stock.call(this, inputs, kwargs);
      return tf.tidy(() => {
        const axis = this.dataFormat === "channelsFirst" ? 1 : -1;
        const kernels = tf.split(kernel.read(), groups, -1);
        const biases = bias && tf.split(bias.read(), groups);
        this.activation = linear;
        try {
          const parts = tf.split(onlyTensor(inputs), groups, axis).map(
            (part, i) => {
              this.kernel = { read: () => kernels[i] };
              this.bias = biases && { read: () => biases[i] };
              return stock.call(this, part, kwargs);
            },
          );
          return activation.apply(tf.concat(parts, axis));
        } finally {
          Object.assign(this, { kernel, bias, activation });
        }
      });
    });
}
