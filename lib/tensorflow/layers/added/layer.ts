/** What the layers that Keras has and TensorFlow.js lacks have in common. @module */
import { tf } from "../../tfjs.ts";
import { type Regularizer, regularizerOf } from "../mended/losses/activity.ts";

/** A shape; null is a size that isn't known yet. */
export type Shape = (number | null)[];

/** Where an image's channels are. */
export type DataFormat = "channelsFirst" | "channelsLast";

/** The options that every layer takes. */
export interface LayerOptions {
  readonly name?: string;
  readonly trainable?: boolean;
  readonly dtype?: tf.DataType;
  /** The shape of an example, for a model's first layer. */
  readonly inputShape?: (number | null)[];
  /** The shape of a batch, for a model's first layer. */
  readonly batchInputShape?: (number | null)[];
  readonly batchSize?: number;
  /** Adds to the loss what it makes of the outputs, for each example. */
  readonly activityRegularizer?: Parameters<
    typeof tf.layers.dense
  >[0]["activityRegularizer"];
}

/** A layer with settings that are saved. */
export abstract class ConfiguredLayer<Settings extends object>
  extends tf.layers.Layer {
  protected readonly settings: Settings;

  constructor(options: LayerOptions, settings: Settings) {
    super(options as never);
    this.settings = settings;
    if (options.activityRegularizer) {
      this.activityRegularizer = regularizerOf(
        options.activityRegularizer,
      ) as typeof this.activityRegularizer;
    }
  }

  override getConfig(): tf.serialization.ConfigDict {
    const regularizer = this.activityRegularizer as Regularizer | null;
    return {
      ...super.getConfig(),
      ...this.settings,
      ...(regularizer && {
        activityRegularizer: {
          className: regularizer.getClassName(),
          config: regularizer.getConfig(),
        },
      }),
    } as tf.serialization.ConfigDict;
  }

  /** An error about an option. */
  protected refusal(option: string, must: string, value: unknown): RangeError {
    return new RangeError(
      `Cannot make layer "${this.name}": ${option} must be ${must}: current value is ${
        JSON.stringify(value)
      }`,
    );
  }
}

/** A layer that computes one tensor of one. */
export abstract class Mapping<Settings extends object>
  extends ConfiguredLayer<Settings> {
  /** The output, within a scope that frees the others. */
  protected abstract map(
    x: tf.Tensor,
    kwargs: Readonly<Record<string, unknown>>,
  ): tf.Tensor;

  override call(
    inputs: tf.Tensor | tf.Tensor[],
    kwargs: Record<string, unknown> = {},
  ): tf.Tensor {
    return tf.tidy(() => this.map([inputs].flat()[0], kwargs));
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return this.mapShape([...onlyShape(inputShape)]);
  }

  /** The shape of the output; the input's by default. */
  protected mapShape(shape: Shape): Shape {
    return shape;
  }
}

/** The shape of a layer's only input. */
export function onlyShape(shape: Shape | Shape[]): Shape {
  return (Array.isArray(shape[0]) ? shape[0] : shape) as Shape;
}

/** The axes between the batch and the channels. */
export function spatialAxes(
  rank: number,
  dataFormat: DataFormat = "channelsLast",
): number[] {
  const first = dataFormat === "channelsFirst" ? 2 : 1;
  return Array.from({ length: rank }, (_, i) => first + i);
}

/** An axis, or several, counted from the front. */
export function axesOf(
  axis: number | readonly number[],
  rank: number,
): number[] {
  return [axis].flat().map((one) => one < 0 ? one + rank : one)
    .toSorted((a, b) => a - b);
}
