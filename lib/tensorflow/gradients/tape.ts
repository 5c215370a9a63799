import { tf } from "../tfjs.ts";
import {
  complexGradients,
  isComplex,
  linearKernels,
  toDtypeOf,
} from "./complex.ts";

/** A kernel's run. */
interface TapeNode {
  readonly kernelName: string;
  readonly inputs: Record<string, tf.Tensor>;
  readonly outputs: readonly tf.Tensor[];
  readonly saved: tf.Tensor[];
  /** Computes the inputs' gradients. */
  readonly gradient?: (dys: (tf.Tensor | null)[]) => Gradients;
}

type Gradients = Record<string, () => tf.Tensor>;

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

/** The runs that lead from xs to y, with the inputs that depend on xs. */
function pathBetween(
  tape: readonly TapeNode[],
  xs: readonly tf.Tensor[],
  y: tf.Tensor,
): TapeNode[] {
  const fromX = new Set(xs.map(({ id }) => id));
  const dependent = inOrder(tape).filter(({ inputs, outputs }) => {
    const depends = Object.values(inputs).some((one) => fromX.has(one?.id));
    if (depends) { for (const { id } of outputs) fromX.add(id); }
    return depends;
  });
  const toY = new Set([y.id]);
  const path: TapeNode[] = [];
  for (const node of dependent.reverse()) {
    if (!node.outputs.some(({ id }) => toY.has(id))) continue;
    const inputs = Object.fromEntries(
      Object.entries(node.inputs).filter(([, one]) => fromX.has(one?.id)),
    );
    for (const { id } of Object.values(inputs)) toY.add(id);
    path.unshift({ ...node, inputs });
  }
  return path;
}

/**
 * The runs, each after those that made its inputs. TensorFlow.js notes the copy of
 * an output that a gradient needs before the run itself; second derivatives would
 * miss what depends on that copy.
 */
function inOrder(tape: readonly TapeNode[]): TapeNode[] {
  const makers = new Map<number, TapeNode>();
  for (const node of tape) {
    for (const { id } of node.outputs) makers.set(id, node);
  }
  const ordered = new Set<TapeNode>();
  const visit = (node: TapeNode) => {
    for (const one of Object.values(node.inputs)) {
      const maker = makers.get(one?.id);
      if (maker && maker !== node && !ordered.has(maker)) visit(maker);
    }
    ordered.add(node);
  };
  for (const node of tape) visit(node);
  return [...ordered];
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
        if (x.dtype !== "float32" && !isComplex(x)) {
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
      if (dx.dtype !== "float32" && dx.dtype !== "complex64") {
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
