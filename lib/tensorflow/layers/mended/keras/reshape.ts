import { prototypeOf, replaceMethod } from "../replace.ts";

type Shape = (number | null)[];

/** The members of TensorFlow.js's `Reshape` that are used here. */
interface Reshape {
  readonly targetShape: Shape;
  computeOutputShape(inputShape: Shape | Shape[]): Shape;
}

/**
 * `tf.layers.reshape` knows the size that -1 stands for, without knowing how many
 * examples there will be; other layers need it.
 */
export function mendReshape(): void {
  replaceMethod(
    prototypeOf<Reshape>("Reshape"),
    "computeOutputShape",
    (stock) =>
      function (inputShape) {
        const [batch, ...sizes] = [inputShape].flat(2);
        const isKnown = sizes.every((size) => size !== null && size >= 0);
        const open = (size: number | null) => size === null || size < 0;
        if (batch !== null || !isKnown || !this.targetShape.some(open)) {
          return stock.call(this, inputShape);
        }
        // With one example -1 is solved, or an error says why not
        const solved = stock.call(this, [1, ...sizes]);
        return [null, ...solved.slice(1)];
      },
  );
}
