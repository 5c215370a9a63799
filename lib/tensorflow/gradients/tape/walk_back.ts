import { tf } from "../../tfjs.ts";
import {
  complexGradients,
  isComplex,
  linearKernels,
  toDtypeOf,
} from "../complex.ts";
import { noGradient } from "../gradient.ts";
import { type Gradients, pathBetween, type TapeNode } from "./path.ts";

type Result = { value: tf.Tensor; grads: tf.Tensor[] };

/** The members of TensorFlow.js's engine that are used here. */
interface Engine {
  readonly state: { activeTape: TapeNode[] | null; gradientDepth: number };
  startTape(): void;
  endTape(): void;
  scopedRun<T>(start: () => void, end: () => void, fn: () => T): T;
  gradients(
    fn: () => tf.Tensor,
    xs: tf.Tensor[],
    dy?: tf.Tensor,
    allowNoGradients?: boolean,
  ): Result;
}

/**
 * Replaces TensorFlow.js's walk back through a function, which refuses every
 * gradient that is not float32, by one that takes complex numbers, too. All else
 * is as in TensorFlow.js.
 *
 * The gradient by z = x + iy is ∂L/∂x + i·∂L/∂y, as in TensorFlow and PyTorch.
 */
export function differentiateComplexNumbers(): void {
  const engine = tf.engine() as unknown as Engine;
  engine.gradients = (fn, xs, dy, allowNoGradients = false) => {
    tf.util.assert(
      xs.length > 0,
      () => "gradients() received an empty list of xs.",
    );
    if (dy && dy.dtype !== "float32") {
      throw new Error(`dy must have 'float32' dtype, but has '${dy.dtype}'`);
    }
    const value = engine.scopedRun(
      () => engine.startTape(),
      () => engine.endTape(),
      () => tf.tidy("forward", fn),
    );
    tf.util.assert(
      value instanceof tf.Tensor,
      () => "The result y returned by f() must be a tensor.",
    );
    const path = pathBetween(engine.state.activeTape!, xs, value);
    const isInput = xs.some(({ id }) => id === value.id);
    if (!allowNoGradients && path.length === 0 && !isInput) {
      throw new Error(
        "Cannot compute gradient of y=f(x) with respect to x. Make sure that the f you passed encloses all operations that lead from x to y.",
      );
    }
    return tf.tidy("backward", () => {
      const start = dy?.clone() ?? tf.ones(value.shape);
      const gradients = walkBack(path, value, start);
      const grads = xs.map((x) => gradients.get(x.id)!);
      if (engine.state.gradientDepth === 0) {
        for (const { saved } of engine.state.activeTape!) tf.dispose(saved);
        engine.state.activeTape = null;
      }
      return { value, grads };
    });
  };
}

/** The gradients by the id of each tensor on a path. */
function walkBack(
  path: readonly TapeNode[],
  y: tf.Tensor,
  dy: tf.Tensor,
): Map<number, tf.Tensor> {
  const gradients = new Map([[y.id, dy]]);
  for (const node of path.toReversed()) {
    const { kernelName, inputs, outputs } = node;
    const dys = outputs.map(({ id }) => gradients.get(id) ?? null);
    const inputGradients = gradientsOf(node, dys);
    for (const [name, x] of Object.entries(inputs)) {
      if (!(name in inputGradients)) {
        // Indices that were computed from x: nothing depends on them smoothly
        if (isWhole(x)) {
          if (!gradients.has(x.id)) gradients.set(x.id, tf.zeros(x.shape));
          continue;
        }
        throw new Error(
          `Cannot backprop through input ${name}. Available gradients found: ${
            Object.keys(inputGradients)
          }.`,
        );
      }
      const dx = tf.tidy(() => toDtypeOf(x, inputGradients[name]()));
      if (isWhole(dx)) {
        throw new Error(
          `Error in gradient for op ${kernelName}. The gradient of input ${name} must have 'float32' dtype, but has '${dx.dtype}'`,
        );
      }
      if (!tf.util.arraysEqual(dx.shape, x.shape)) {
        throw new Error(
          `Error in gradient for op ${kernelName}. The gradient of input '${name}' has shape '${dx.shape}', which does not match the shape of the input '${x.shape}'`,
        );
      }
      const other = gradients.get(x.id);
      gradients.set(x.id, other ? tf.add(other, dx) : dx);
      other?.dispose();
    }
  }
  return gradients;
}

/** Finds how to compute a run's gradients. */
function gradientsOf(node: TapeNode, dys: (tf.Tensor | null)[]): Gradients {
  const { kernelName, inputs, outputs, saved, gradient } = node;
  const dy = dys.find((one) => one !== null)!;
  // Constant between jumps: TensorFlow.js passes the gradient on
  if (kernelName === "Cast" && isReal(inputs.x) && isWhole(outputs[0])) {
    return { x: noGradient(inputs.x) };
  }
  const involved = [...Object.values(inputs), ...outputs, ...saved, dy];
  if (involved.some(isComplex)) {
    const special = complexGradients.get(
      isCopy(node) ? "Identity" : kernelName,
    );
    if (special) return special(dy, saved);
    if (!linearKernels.has(kernelName)) {
      throw new Error(
        `Cannot compute gradient: ${kernelName} has none for complex numbers`,
      );
    }
    if (gradient && dys.some((one) => one && isComplex(one))) {
      return ofBothParts(gradient, dys);
    }
  }
  if (!gradient) {
    throw new Error(
      `Cannot compute gradient: gradient function not found for ${kernelName}.`,
    );
  }
  return gradient(dys);
}

function isReal({ dtype }: tf.Tensor): boolean {
  return dtype === "float32";
}

/** Whether a tensor holds whole numbers, truth values or strings. */
function isWhole(x: tf.Tensor): boolean {
  return !isReal(x) && !isComplex(x);
}

/** Whether it is a copy, which TensorFlow.js notes by the name of its scope. */
function isCopy({ kernelName, inputs, outputs, saved }: TapeNode): boolean {
  return kernelName.endsWith("__op") && Object.keys(inputs).join() === "x" &&
    outputs.length === 1 && saved.length === 0;
}

/** The gradients of a linear operation with real coefficients. */
function ofBothParts(
  gradient: NonNullable<TapeNode["gradient"]>,
  dys: readonly (tf.Tensor | null)[],
): Gradients {
  const part = (take: (z: tf.Tensor) => tf.Tensor) =>
    gradient(dys.map((dy) => dy && take(dy)));
  const [real, imag] = [part(tf.real), part(tf.imag)];
  return Object.fromEntries(
    Object.keys(real).map((name) => [
      name,
      () => tf.complex(real[name](), imag[name]()),
    ]),
  );
}
