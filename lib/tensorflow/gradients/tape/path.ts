import type { tf } from "../../tfjs.ts";

/** A kernel's run. */
export interface TapeNode {
  readonly kernelName: string;
  readonly inputs: Record<string, tf.Tensor>;
  readonly outputs: readonly tf.Tensor[];
  readonly saved: tf.Tensor[];
  /** Computes the inputs' gradients. */
  readonly gradient?: (dys: (tf.Tensor | null)[]) => Gradients;
}

/** Computes each input's gradient, by name. */
export type Gradients = Record<string, () => tf.Tensor>;

/** The runs that lead from xs to y, with the inputs that depend on xs. */
export function pathBetween(
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
