/** Layers that change how long, high or deep their input is. @module */
import { tf } from "../../tfjs.ts";
import {
  type DataFormat,
  type LayerOptions,
  Mapping,
  type Shape,
  spatialAxes,
} from "./layer.ts";

/** A layer that changes the sizes of the axes between batch and channels. */
export abstract class Resized<Settings extends object>
  extends Mapping<Settings> {
  readonly #rank: number;
  readonly #dataFormat: DataFormat | undefined;

  constructor(
    rank: number,
    options: LayerOptions & { readonly dataFormat?: DataFormat },
    settings: Settings,
  ) {
    super(options, settings);
    this.#rank = rank;
    this.#dataFormat = options.dataFormat;
    this.inputSpec = [new tf.InputSpec({ ndim: rank + 2 })];
  }

  protected get axes(): number[] {
    return spatialAxes(this.#rank, this.#dataFormat);
  }

  /** The size of an axis whose size was this. */
  protected abstract resized(size: number, axis: number): number;

  protected override mapShape(shape: Shape): Shape {
    this.axes.forEach((axis, i) => {
      const size = shape[axis];
      shape[axis] = size === null ? null : this.resized(size, i);
    });
    return shape;
  }
}
