/** Convolutions of sequences that TensorFlow.js has of images only. @module */
import { tf } from "../../tfjs.ts";
import { padOutput } from "../mended/keras/transposed.ts";
import { onlyTensor, stockLayer, type Weight } from "../stock.ts";
import {
  type DataFormat,
  type LayerOptions,
  onlyShape,
  type Shape,
} from "./layer.ts";

/** The options that the convolutions have in common. */
interface Convolution extends LayerOptions {
  /** How many steps the kernel has. */
  readonly kernelSize: number | [number];
  readonly strides?: number | [number];
  readonly padding?: "same" | "valid";
  readonly dataFormat?: DataFormat;
  readonly dilationRate?: number | [number];
}

type Options2D<Factory extends (args: never) => unknown> = Omit<
  Parameters<Factory>[0],
  keyof Convolution | "inputDType" | "weights"
>;

/** The options of `conv1dTranspose()`. */
export interface Conv1DTransposeArgs
  extends Convolution, Options2D<typeof tf.layers.conv2dTranspose> {
  /** How many steps are added to the end. */
  readonly outputPadding?: number | [number] | null;
}

/** The options of `depthwiseConv1d()`. */
export interface DepthwiseConv1DArgs
  extends Convolution, Options2D<typeof tf.layers.depthwiseConv2d> {}

/** The options of `separableConv1d()`. */
export interface SeparableConv1DArgs
  extends Convolution, Options2D<typeof tf.layers.separableConv2d> {}

type Reader = Pick<Weight, "read">;

/** The kernels of TensorFlow.js's layers. */
const kernels = ["kernel", "depthwiseKernel", "pointwiseKernel"] as const;

/** The members of TensorFlow.js's layers that are used here. */
interface Members {
  readonly dataFormat: DataFormat;
  readonly kernelSize: number[];
  readonly strides: number[];
  readonly dilationRate: number[];
}

type Kernels = { [kernel in typeof kernels[number]]?: Reader | null };

/**
 * A layer of images as one of sequences, which are images of width 1.
 *
 * @param isWide Whether all its strides must be equal.
 */
function asLine(className: string, stockName: string, isWide: boolean) {
  const Stock = stockLayer<Members & Kernels, object>(stockName);
  return class extends Stock {
    /** @nocollapse */
    static override className = className;

    constructor(args: Convolution & { readonly outputPadding?: unknown }) {
      const { kernelSize, strides = 1, dilationRate = 1 } = args;
      const wide = (size: number | readonly number[]) => {
        const [height] = [size].flat() as number[];
        return [height, isWide ? height : 1];
      };
      super({
        ...args,
        kernelSize: [[kernelSize].flat()[0], 1],
        strides: wide(strides),
        dilationRate: wide(dilationRate),
      });
      this.inputSpec = [new tf.InputSpec({ ndim: 3 })];
      const [padding = null] = [args.outputPadding ?? null].flat();
      if (padding !== null) padOutput(this, [padding, 0]);
    }

    get #widthAxis(): number {
      return this.dataFormat === "channelsFirst" ? 3 : 2;
    }

    #widened(shape: Shape): Shape {
      return shape.toSpliced(this.#widthAxis, 0, 1);
    }

    override build(inputShape: Shape): void {
      super.build(this.#widened(onlyShape(inputShape)));
      this.inputSpec = [new tf.InputSpec({ ndim: 3 })];
    }

    override addWeight(
      ...[name, shape, ...rest]: Parameters<tf.layers.Layer["addWeight"]>
    ): tf.LayerVariable {
      const own = shape.length === 4 ? shape.toSpliced(1, 1) : shape;
      return super.addWeight(name, own, ...rest);
    }

    override call(
      inputs: tf.Tensor | tf.Tensor[],
      kwargs: Record<string, unknown>,
    ): tf.Tensor {
      const own = kernels.map((name) => [name, this[name]] as const)
        .filter(([, kernel]) => kernel);
      return tf.tidy(() => {
        try {
          for (const [name, kernel] of own) {
            this[name] = { read: () => kernel!.read().expandDims(1) };
          }
          const x = onlyTensor(inputs).expandDims(this.#widthAxis);
          const y = onlyTensor(super.call(x, kwargs));
          return y.squeeze([this.#widthAxis]);
        } finally {
          Object.assign(this, Object.fromEntries(own));
        }
      });
    }

    override computeOutputShape(inputShape: Shape | Shape[]): Shape {
      const shape = this.#widened(onlyShape(inputShape));
      const output = onlyShape(super.computeOutputShape(shape));
      return output.toSpliced(this.#widthAxis, 1);
    }

    override getConfig(): tf.serialization.ConfigDict {
      const { kernelSize, strides, dilationRate } = this;
      const config = super.getConfig();
      const { outputPadding } = config as { outputPadding?: number[] };
      const sizes = {
        ...{ kernelSize, strides, dilationRate },
        ...(outputPadding && { outputPadding }),
      };
      return {
        ...config,
        ...Object.fromEntries(
          Object.entries(sizes).map(([key, [first]]) => [key, [first]]),
        ),
      };
    }
  };
}

const Conv1DTranspose = asLine("Conv1DTranspose", "Conv2DTranspose", false);
const DepthwiseConv1D = asLine("DepthwiseConv1D", "DepthwiseConv2D", true);
const SeparableConv1D = asLine("SeparableConv1D", "SeparableConv2D", true);

/** Keras's `Conv1DTranspose`: the gradient of a convolution, as a layer. */
export function conv1dTranspose(args: Conv1DTransposeArgs): tf.layers.Layer {
  return new Conv1DTranspose(args);
}

/** Keras's `DepthwiseConv1D`: each channel has filters of its own. */
export function depthwiseConv1d(args: DepthwiseConv1DArgs): tf.layers.Layer {
  return new DepthwiseConv1D(args);
}

/** Keras's `SeparableConv1D`: a depthwise convolution, then one of size 1. */
export function separableConv1d(args: SeparableConv1DArgs): tf.layers.Layer {
  return new SeparableConv1D(args);
}

/** The classes, for loading models. */
export const classes: readonly unknown[] = [
  Conv1DTranspose,
  DepthwiseConv1D,
  SeparableConv1D,
];
