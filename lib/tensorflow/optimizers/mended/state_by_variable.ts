import { tf } from "../../tfjs.ts";
import { knownOptimizers } from "../known.ts";
import type {
  Gradients,
  NamedGradient,
  State,
  StockOptimizer,
} from "../stock.ts";

/** For each optimizer, the variable that its states at each position are of. */
const owners = new WeakMap<object, (tf.Variable | undefined)[]>();

/**
 * Makes an optimizer's state belong to a variable instead of a position in a list,
 * so that one optimizer may train several lists, and restored state reaches
 * recorded steps, too.
 */
export function keepStateByVariable(): void {
  for (const [{ prototype }, fields] of knownOptimizers) {
    const { applyGradients, setWeights } = prototype;
    prototype.applyGradients = function (this: StockOptimizer, gradients) {
      applyGradients.call(this, inOrder(this, fields, gradients));
    };
    prototype.setWeights = function (this: StockOptimizer, weights) {
      return restoreInPlace(this, fields, () => setWeights.call(this, weights));
    };
  }
}

/**
 * The gradients in the order of the optimizer's states, without one where this
 * step has none.
 */
function inOrder(
  optimizer: StockOptimizer,
  fields: readonly string[],
  gradients: Gradients,
): readonly NamedGradient[] {
  const given = Array.isArray(gradients)
    ? gradients as readonly NamedGradient[]
    : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
  if (fields.length === 0) return given;
  const states = statesOf(optimizer, fields);
  const owned = owners.get(optimizer) ?? [];
  owners.set(optimizer, owned);
  dropDisposed(states, owned);
  const ordered: NamedGradient[] = [];
  for (const gradient of given) {
    const variable = tf.engine().registeredVariables[gradient.name];
    let position = owned.indexOf(variable);
    if (position < 0) position = freePosition(states, owned, variable);
    owned[position] = variable;
    ordered[position] = gradient;
  }
  return Array.from(
    owned,
    (variable, position) =>
      ordered[position] ?? { name: variable?.name ?? "", tensor: null },
  );
}

function statesOf(
  optimizer: StockOptimizer,
  fields: readonly string[],
): (State | undefined)[][] {
  const holder = optimizer as unknown as Record<
    string,
    (State | undefined)[] | undefined
  >;
  return fields.map((field) => holder[field] ??= []);
}

/** Frees the states of variables that are no more. */
function dropDisposed(
  states: readonly (State | undefined)[][],
  owned: (tf.Variable | undefined)[],
): void {
  for (let position = owned.length - 1; position >= 0; position--) {
    for (const list of states) {
      if (list[position]?.variable.isDisposed) list[position] = undefined;
    }
    if (!owned[position]?.isDisposed) continue;
    owned.splice(position, 1);
    for (const list of states) {
      list.splice(position, 1).forEach((state) => state?.variable.dispose());
    }
  }
}

/**
 * The position for a variable that the optimizer meets for the first time: one
 * of restored states by its name, else the first with its shape, else a new one.
 */
function freePosition(
  [states]: readonly (State | undefined)[][],
  owned: readonly (tf.Variable | undefined)[],
  variable: tf.Variable,
): number {
  const restored = states.flatMap((state, position) =>
    state && !owned[position] &&
      tf.util.arraysEqual(state.variable.shape, variable.shape)
      ? [{ name: state.originalName, position }]
      : []
  );
  const prefix = `${variable.name}/`;
  const own = restored.find(({ name }) =>
    name.startsWith(prefix) && !name.slice(prefix.length).includes("/")
  );
  return (own ?? restored[0])?.position ??
    Math.max(states.length, owned.length);
}

/**
 * Restores states, into the variables that the optimizer has if they fit: a
 * recorded step reads those.
 */
async function restoreInPlace(
  optimizer: StockOptimizer,
  fields: readonly string[],
  restore: () => Promise<void>,
): Promise<void> {
  const before = statesOf(optimizer, fields).map((list) => [...list]);
  await restore();
  const after = statesOf(optimizer, fields);
  const fits = after.every((list, field) =>
    list.length === before[field].length &&
    list.every((state, position) => {
      const old = before[field][position]?.variable;
      return state && old && !old.isDisposed &&
        tf.util.arraysEqual(old.shape, state.variable.shape);
    })
  );
  if (!fits) {
    owners.delete(optimizer);
    for (const state of before.flat()) state?.variable.dispose();
    return;
  }
  after.forEach((list, field) =>
    list.forEach((state, position) => {
      const old = before[field][position]!;
      old.variable.assign(state!.variable);
      state!.variable.dispose();
      list[position] = old;
    })
  );
}
