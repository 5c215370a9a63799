import { onlyTensor } from "../stock.ts";
import { prototypeOf, replaceMethod } from "./replace.ts";

type Shape = (number | null)[];

/** The members of TensorFlow.js's preprocessing layers that are used here. */
interface Preprocessing {
  readonly height?: number;
  readonly width?: number;
  computeOutputShape(inputShape: Shape | Shape[]): Shape;
  call(inputs: never, kwargs: unknown): unknown;
}

/** Height and width of the images that a layer makes of images of a size. */
const sizes: Record<
  string,
  ((layer: Preprocessing, size: Shape) => Shape) | undefined
> = {
  Resizing: ({ height = null, width = null }) => [height, width],
  RandomWidth: (_, [height]) => [height, null],
  CenterCrop: undefined,
  CategoryEncoding: undefined,
};

/**
 * Preprocessing layers within a model: they take the model's list of one input,
 * know the shape of a batch, and leave the shape of their input as it is.
 */
export function mendPreprocessing(): void {
  for (const [name, sizeOf] of Object.entries(sizes)) {
    const prototype = prototypeOf<Preprocessing>(name);
    replaceMethod(prototype, "call", (stock) =>
      function (inputs, kwargs) {
        return stock.call(this, onlyTensor(inputs) as never, kwargs);
      });
    replaceMethod(
      prototype,
      "computeOutputShape",
      (stock) =>
        function (inputShape) {
          const shape = [...[inputShape].flat(2)];
          return sizeOf && shape.length === 4
            ? [shape[0], ...sizeOf(this, shape.slice(1, 3)), shape[3]]
            : stock.call(this, shape);
        },
    );
  }
}
