import { prototypeOf, replaceMethod } from "./replace.ts";

/** The members of TensorFlow.js's layers that are used here. */
interface Layer {
  readonly activation?: { getClassName(): string } | null;
  computeOutputShape(inputShape: unknown): (number | null)[];
}

/** Layers know that the activation "glu" halves the last axis. */
export function mendGlu(): void {
  for (const name of ["Activation", "Dense"]) {
    replaceMethod(
      prototypeOf<Layer>(name),
      "computeOutputShape",
      (stock) =>
        function (inputShape) {
          const shape = stock.call(this, inputShape);
          if (this.activation?.getClassName() !== "glu") return shape;
          const last = shape.at(-1)!;
          return shape.with(-1, last && last / 2);
        },
    );
  }
}
