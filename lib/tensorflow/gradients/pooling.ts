import { addUp, flatPositions } from "./add_up.ts";
import { noGradient, runKernel, setGradient } from "./gradient.ts";

/** Gradients of pooling; those of TensorFlow.js forget how a size is rounded. */
export function registerPoolingGradients(): void {
  setGradient(
    "MaxPool",
    { inputs: ["x"], outputs: [true] },
    (dy, [input, output], attributes) => ({
      x: () => runKernel("MaxPoolGrad", { dy, input, output }, attributes),
    }),
  );
  setGradient("AvgPool", { inputs: ["x"] }, (dy, [input], attributes) => ({
    x: () => runKernel("AvgPoolGrad", { dy, input }, attributes),
  }));
  // Of the gradient itself, which is linear in dy
  for (const pool of ["AvgPool", "AvgPool3D"]) {
    setGradient(
      `${pool}Grad`,
      { inputs: ["input"] },
      (ddx, [input], attributes) => ({
        dy: () => runKernel(pool, { x: ddx }, attributes),
        input: noGradient(input),
      }),
    );
  }
  for (const pool of ["MaxPool", "MaxPool3D"]) {
    setGradient(
      `${pool}Grad`,
      { inputs: ["dy", "input", "output"] },
      (ddx, [, input, output], attributes) => ({
        dy: () =>
          runKernel(`${pool}GradGrad`, { ddx, input, output }, attributes),
        input: noGradient(input),
        output: noGradient(output),
      }),
    );
  }
  setGradient(
    "MaxPoolWithArgmax",
    { inputs: ["x"], outputs: [false, true] },
    (dy, [x, places], attributes) => ({
      x: () => {
        // The places count from the start of each image, or of the batch
        const positions = attributes.includeBatchInIndex
          ? places
          : flatPositions(places, x.size / Math.max(1, x.shape[0]!));
        return addUp(dy, positions, x.shape);
      },
    }),
  );
}
