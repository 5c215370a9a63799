import { LionOptimizer } from "../added/lion.ts";
import { NadamOptimizer } from "../added/nadam.ts";
import { tensorFlowBackend } from "../../backend/active.ts";
import { tf } from "../../tfjs.ts";
import { knownOptimizers } from "../known.ts";
import type { NamedGradient, State, StockOptimizer } from "../stock.ts";

/** Larger variables take longer to copy than their own operations would. */
const MAX_SIZE = 4096;

/** From so many small variables on, one vector pays. */
const MIN_COUNT = 3;

/** The name under which the stock optimizer finds the vector. */
const VECTOR = "all small variables";

/**
 * Makes recorded steps of optimizers with many operations a variable update the
 * small variables as one vector: the same numbers, element by element, with fewer
 * operations.
 */
export function updateSmallVariablesAtOnce(): void {
  for (
    const optimizer of [
      tf.AdamOptimizer,
      tf.RMSPropOptimizer,
      tf.AdadeltaOptimizer,
      NadamOptimizer,
      LionOptimizer,
    ]
  ) {
    const prototype = optimizer.prototype as unknown as StockOptimizer;
    const fields = knownOptimizers.get(optimizer as never)!;
    const stock = prototype.applyGradients;
    prototype.applyGradients = function (this: StockOptimizer, gradients) {
      const isRecorded = tensorFlowBackend()?.binding.recorder !== undefined;
      const given = Array.isArray(gradients)
        ? gradients as readonly NamedGradient[]
        : [];
      const small = given.filter(isSmall);
      if (!isRecorded || small.length < MIN_COUNT) {
        stock.call(this, gradients);
        return;
      }
      // Without a gradient the stock optimizer only makes a variable's states
      const others = given.map((each) =>
        small.includes(each) ? { ...each, tensor: null } : each
      );
      const positions = small.map((each) => given.indexOf(each));
      tf.tidy(() => {
        const tensor = concatenate(small.map(({ tensor }) => tensor!));
        const update = () =>
          stock.call(this, [...others, { name: VECTOR, tensor }]);
        const variables = small.map(({ name }) => variableOf(name)!);
        const states = fields.map((field) =>
          (this as unknown as Record<string, (State | undefined)[]>)[field]
        );
        withVariable(
          variables,
          () => withStates(states, positions, given.length, update),
        );
      });
    };
  }
}

function isSmall({ name, tensor }: NamedGradient): boolean {
  const variable = variableOf(name);
  return tensor?.dtype === "float32" && variable?.dtype === "float32" &&
    variable.size <= MAX_SIZE && variable.size > 0;
}

function variableOf(name: string): tf.Variable | undefined {
  return tf.engine().registeredVariables[name];
}

/** Runs a function while one more variable stands for others. */
function withVariable(variables: readonly tf.Variable[], run: () => void) {
  const { registeredVariables } = tf.engine();
  registeredVariables[VECTOR] = vectorOf(variables);
  try {
    run();
  } finally {
    delete registeredVariables[VECTOR];
  }
}

/** Runs a function while each list has a state that stands for some of it. */
function withStates(
  lists: readonly (State | undefined)[][],
  positions: readonly number[],
  end: number,
  run: () => void,
): void {
  const before = lists.map((list) => list[end]);
  for (const list of lists) {
    let vector: tf.Variable | undefined;
    list[end] = {
      originalName: VECTOR,
      // The optimizer makes missing states before it comes to this one
      get variable() {
        return vector ??= vectorOf(
          positions.map((position) => list[position]!.variable),
        );
      },
    };
  }
  try {
    run();
  } finally {
    lists.forEach((list, index) => {
      list[end] = before[index];
      while (list.length > 0 && list.at(-1) === undefined) list.pop();
    });
  }
}

/** All values one after the other; assigning it assigns each variable. */
function vectorOf(variables: readonly tf.Variable[]): tf.Variable {
  const assign = (value: tf.Tensor) => {
    const parts = tf.split(value, variables.map(({ size }) => size)); // [size]
    variables.forEach((variable, index) =>
      variable.assign(parts[index].reshape(variable.shape))
    );
  };
  return Object.assign(concatenate(variables), { assign }) as never;
}

function concatenate(tensors: readonly tf.Tensor[]): tf.Tensor1D {
  return tf.concat1d(tensors.map((tensor) => tensor.reshape([-1])));
}
