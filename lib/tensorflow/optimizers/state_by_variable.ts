import { tensorFlowBackend } from "../backend/active.ts";
import { tf } from "../tfjs.ts";

/** What an optimizer keeps for one variable: its momentum, for instance. */
interface State {
  /** The variable's name and a suffix: "dense/kernel/m". */
  originalName: string;
  variable: tf.Variable;
}

/** A tensor of an optimizer's state. */
interface NamedTensor {
  readonly name: string;
  readonly tensor: tf.Tensor;
}

/** A gradient by the name of its variable; null without one. */
interface NamedGradient {
  readonly name: string;
  readonly tensor: tf.Tensor | null;
}

/** The members of TensorFlow.js's optimizers that are used here. */
interface Optimizer {
  iterations_?: number;
  readonly iterations: number;
  beta1: number;
  accBeta1: tf.Variable;
  /** Adamax's own count of steps. */
  iteration: tf.Variable;
  momentum: number;
  m: tf.Scalar;
  applyGradients(
    gradients: Record<string, tf.Tensor> | readonly NamedGradient[],
  ): void;
  incrementIterations(): void;
  saveIterations(): Promise<NamedTensor>;
  extractIterations(weights: NamedTensor[]): Promise<NamedTensor[]>;
  getWeights(): Promise<NamedTensor[]>;
  setWeights(weights: NamedTensor[]): Promise<void>;
  setMomentum(momentum: number): void;
}

type WithStates = Record<string, (State | undefined)[] | undefined>;

/** The fields with one state for each variable, by the optimizer's class. */
const fieldsOf = new Map<unknown, readonly string[]>([
  [tf.SGDOptimizer, []],
  [tf.MomentumOptimizer, ["accumulations"]],
  [tf.AdagradOptimizer, ["accumulatedGrads"]],
  [tf.AdadeltaOptimizer, ["accumulatedGrads", "accumulatedUpdates"]],
  [tf.AdamOptimizer, ["accumulatedFirstMoment", "accumulatedSecondMoment"]],
  [tf.AdamaxOptimizer, [
    "accumulatedFirstMoment",
    "accumulatedWeightedInfNorm",
  ]],
  [tf.RMSPropOptimizer, [
    "accumulatedMeanSquares",
    "accumulatedMoments",
    "accumulatedMeanGrads",
  ]],
]);

/** For each optimizer, the variable that its states at each position are of. */
const owners = new WeakMap<object, (tf.Variable | undefined)[]>();

/**
 * Mends the stock optimizers: their state belongs to a variable instead of a
 * position in a list, so one optimizer may train several lists; a recorded step
 * counts at each call; restored state reaches recorded steps, too; Adamax saves
 * its state; and `setMomentum()` takes effect.
 */
export function keepStateByVariable(): void {
  for (const [optimizerClass, fields] of fieldsOf) {
    const { prototype } = optimizerClass as { prototype: Optimizer };
    const { applyGradients, incrementIterations, setWeights } = prototype;
    prototype.applyGradients = function (this: Optimizer, gradients) {
      applyGradients.call(this, inOrder(this, fields, gradients));
    };
    prototype.incrementIterations = function (this: Optimizer) {
      const recorder = tensorFlowBackend()?.binding.recorder;
      const increment = () => incrementIterations.call(this);
      if (recorder) recorder.afterEachCall(increment);
      else increment();
    };
    prototype.setWeights = function (this: Optimizer, weights) {
      return restoreInPlace(this, fields, () => setWeights.call(this, weights));
    };
  }
  saveAdamax();
  const momentum = tf.MomentumOptimizer.prototype as unknown as Optimizer;
  const { setMomentum } = momentum;
  momentum.setMomentum = function (this: Optimizer, value) {
    setMomentum.call(this, value);
    this.m.dispose();
    this.m = tf.keep(tf.scalar(value));
  };
}

/**
 * The gradients in the order of the optimizer's states, without one where this
 * step has none.
 */
function inOrder(
  optimizer: Optimizer,
  fields: readonly string[],
  gradients: Record<string, tf.Tensor> | readonly NamedGradient[],
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
  optimizer: Optimizer,
  fields: readonly string[],
): (State | undefined)[][] {
  const holder = optimizer as unknown as WithStates;
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
  optimizer: Optimizer,
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

/** Gives Adamax what the other optimizers have: state that can be saved. */
function saveAdamax(): void {
  const prototype = tf.AdamaxOptimizer.prototype as unknown as Optimizer;
  const fields = fieldsOf.get(tf.AdamaxOptimizer)!;
  prototype.getWeights = async function (this: Optimizer) {
    const states = statesOf(this, fields).flat().filter((state) => !!state);
    return [
      await this.saveIterations(),
      ...states.map(({ originalName, variable }) => ({
        name: originalName,
        tensor: variable,
      })),
    ];
  };
  const setWeights = async function (
    this: Optimizer,
    weights: NamedTensor[],
  ) {
    const values = await this.extractIterations(weights);
    tf.tidy(() => {
      this.iteration.assign(tf.scalar(this.iterations));
      this.accBeta1.assign(tf.pow(this.beta1, this.iterations + 1));
    });
    const holder = this as unknown as WithStates;
    fields.forEach((field, index) => {
      const count = values.length / 2;
      holder[field] = values.slice(index * count, (index + 1) * count)
        .map(({ name, tensor }) => ({
          originalName: name,
          variable: tensor.variable(false),
        }));
    });
  };
  prototype.setWeights = function (this: Optimizer, weights) {
    return restoreInPlace(this, fields, () => setWeights.call(this, weights));
  };
}
