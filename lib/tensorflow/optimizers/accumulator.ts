import { tensorFlowBackend } from "../backend/active.ts";
import { tf } from "../tfjs.ts";
import type { Gradient } from "./clip.ts";
import type { NamedGradient, NamedTensor, State } from "./stock.ts";

/** A float32 that no other constant of a step has: see live_learning_rate.ts. */
const STAND_IN = Math.fround(3.210987e-29);

const SUFFIX = "/accumulated_gradient";

/** Whether a tensor of an optimizer's state is of an {@linkcode Accumulator}. */
export function isAccumulated({ name }: NamedTensor): boolean {
  return name.endsWith(SUFFIX);
}

/** The members of an optimizer that are used here. */
interface Optimizer {
  readonly iterations: number;
  readonly gradientAccumulationSteps: number;
}

/** What an optimizer can do with gradients. */
interface Steps {
  /** The stock step, which creates the state of variables that have none. */
  create(gradients: readonly NamedGradient[]): void;
  /** Takes a step. */
  update(means: readonly Gradient[]): void;
  /** Counts a call without a step. */
  skip(): void;
}

/** The sum of a variable's gradients. */
interface Sum {
  /** Undefined if it was restored, and its variable is not known yet. */
  owner?: tf.Variable;
  readonly state: State;
}

/** The gradients of calls that take no step yet, for each variable. */
export class Accumulator implements Disposable {
  #sums: Sum[] = [];
  /** Variables for which the optimizer has its own state. */
  readonly #prepared = new WeakSet<tf.Variable>();
  #isPreparing = false;

  /** Whether a step is taken only for the state that it creates. */
  get isPreparing(): boolean {
    return this.#isPreparing;
  }

  /**
   * Adds gradients, and takes a step with their mean if it is its turn. Recorded,
   * a step is always computed, and what it changes is kept or taken back.
   */
  add(
    gradients: readonly Gradient[],
    optimizer: Optimizer,
    { create, update, skip }: Steps,
  ): void {
    const count = optimizer.gradientAccumulationSteps;
    this.#prepare(gradients, optimizer, create);
    const states = gradients.map(({ name }) => this.#stateOf(name).variable);
    const means = gradients.map(({ name, tensor }, i) => ({
      name,
      tensor: tf.add(states[i], tf.div(tensor, count)),
    }));
    const recorder = tensorFlowBackend()?.binding.recorder;
    const isTurn = (ahead = 0) =>
      (optimizer.iterations + ahead + 1) % count === 0;
    if (recorder) {
      const turn = recorder.withLiveNumber(
        STAND_IN,
        this,
        (ahead) => isTurn(ahead) ? 1 : 0,
        () => tf.greater(tf.scalar(STAND_IN), 0.5),
      );
      const before = copies(variablesOf(optimizer, gradients));
      update(means);
      for (const [variable, value] of before) {
        variable.assign(tf.where(turn, variable, value));
      }
      states.forEach((state, i) =>
        state.assign(tf.where(turn, tf.zerosLike(state), means[i].tensor))
      );
    } else if (isTurn()) {
      update(means);
      for (const state of states) state.assign(tf.zerosLike(state));
    } else {
      states.forEach((state, i) => state.assign(means[i].tensor));
      skip();
    }
  }

  /** The state, to be saved. */
  get weights(): NamedTensor[] {
    return this.#sums.map(({ state }) => ({
      name: state.originalName,
      tensor: state.variable,
    }));
  }

  /** Takes a saved state, in place if it fits: a recorded step reads that. */
  restore(weights: readonly NamedTensor[]): void {
    const states = this.#sums.map(({ state }) => state);
    const fits = weights.length === states.length &&
      weights.every(({ tensor }, i) =>
        tf.util.arraysEqual(tensor.shape, states[i].variable.shape)
      );
    if (fits) {
      weights.forEach(({ tensor }, i) => states[i].variable.assign(tensor));
      return;
    }
    this[Symbol.dispose]();
    this.#sums = weights.map(({ name, tensor }) => ({
      state: {
        originalName: name,
        variable: tf.tidy(() => tf.variable(tensor.clone(), false)),
      },
    }));
  }

  /** Frees the state. */
  [Symbol.dispose](): void {
    for (const { state } of this.#sums.splice(0)) state.variable.dispose();
  }

  /** Has the optimizer create its state, by a step without gradients. */
  #prepare(
    gradients: readonly Gradient[],
    optimizer: Optimizer,
    create: Steps["create"],
  ): void {
    const variables = gradients.map(({ name }) => variableOf(name));
    if (variables.every((variable) => this.#prepared.has(variable))) return;
    const before = copies(variablesOf(optimizer, gradients));
    this.#isPreparing = true;
    try {
      create(gradients.map(({ name }) => ({ name, tensor: null })));
    } finally {
      this.#isPreparing = false;
    }
    for (const [variable, value] of before) variable.assign(value);
    for (const variable of variables) this.#prepared.add(variable);
  }

  /** The sum of a variable: its own, a restored one that fits, or a new one. */
  #stateOf(name: string): State {
    const owner = variableOf(name);
    this.#dropDisposed();
    const own = this.#sums.find((sum) => sum.owner === owner);
    if (own) return own.state;
    const originalName = `${name}${SUFFIX}`;
    const free = this.#sums.filter((sum) =>
      !sum.owner &&
      tf.util.arraysEqual(sum.state.variable.shape, owner.shape)
    );
    const restored =
      free.find(({ state }) => state.originalName === originalName) ?? free[0];
    if (restored) {
      restored.owner = owner;
      return restored.state;
    }
    const variable = tf.variable(tf.zerosLike(owner), false);
    const state = { originalName, variable };
    this.#sums.push({ owner, state });
    return state;
  }

  /** Frees the sums of variables that are no more. */
  #dropDisposed(): void {
    const gone = this.#sums.filter(({ owner }) => owner?.isDisposed);
    for (const { state } of gone) state.variable.dispose();
    if (gone.length > 0) {
      this.#sums = this.#sums.filter((sum) => !gone.includes(sum));
    }
  }
}

function variableOf(name: string): tf.Variable {
  return tf.engine().registeredVariables[name];
}

/** The variables that a step changes: weights and the optimizer's state. */
function variablesOf(
  optimizer: object,
  gradients: readonly Gradient[],
): tf.Variable[] {
  const states = Object.values(optimizer).flat().flatMap((member) => {
    if (member instanceof tf.Variable) return [member];
    const variable = (member as Partial<State> | null)?.variable;
    return variable instanceof tf.Variable ? [variable] : [];
  });
  return [...gradients.map(({ name }) => variableOf(name)), ...states];
}

/** Variables with their present values. */
function copies(variables: readonly tf.Variable[]) {
  return variables.map((variable) => [variable, variable.clone()] as const);
}
