import type { TensorFlowBackend } from "../../backend/mod.ts";
import { DType } from "../../ffi/dtypes.ts";
import { nextKey } from "../../random/seed.ts";
import type { tf } from "../../tfjs.ts";
import type { SymbolicTensor } from "../graph/symbolic_tensor.ts";
import type { RecordedFunction } from "../tracing/record_function.ts";
import type { TensorValue } from "./external.ts";
import { type Handles, NamedFunction } from "./named_function.ts";
import type { NamedFunctionOptions } from "./options.ts";

/** What {@linkcode FunctionRunner} needs of a recorded function. */
type Recorded = Pick<
  RecordedFunction<unknown>,
  "graph" | "parameters" | "captures" | "key" | "draws" | "outsideDraws"
>;

/**
 * Runs a recorded function in TensorFlow: hands over its inputs, which are the
 * arguments, the captures, what was drawn before it and the random key.
 */
export class FunctionRunner implements Disposable {
  readonly #backend: TensorFlowBackend;
  readonly #draws: number;
  readonly #function: NamedFunction;
  /** Draws the function's random numbers, if it can't itself. */
  readonly #draw: NamedFunction | undefined;
  readonly #hasKey: boolean;

  /** @throws {TensorFlowError} if TensorFlow refuses the graph. */
  constructor(
    backend: TensorFlowBackend,
    recorded: Recorded,
    name: string,
    outputs: readonly SymbolicTensor[],
    options: NamedFunctionOptions,
  ) {
    const { graph, outsideDraws } = recorded;
    const { runtime } = backend.binding;
    this.#backend = backend;
    this.#draws = recorded.draws;
    this.#hasKey = recorded.key !== undefined;
    using cleanup = new DisposableStack();
    this.#function = cleanup.use(
      new NamedFunction(
        runtime,
        name,
        graph,
        parametersOf(recorded),
        outputs,
        options,
      ),
    );
    if (outsideDraws && outsideDraws.outputs.length > 0) {
      const { graph, key, outputs } = outsideDraws;
      this.#draw = new NamedFunction(
        runtime,
        `${name}_draws`,
        graph,
        [key],
        outputs,
      );
    }
    cleanup.move(); // It succeeded: keep the function
  }

  /** Names a run in messages. */
  get description(): string {
    return this.#function.description;
  }

  /**
   * Runs the function.
   *
   * @param args The tensors among the arguments, in order.
   * @param captures The values of the captures, in order.
   * @param fn Another function of the same parameters, to run in its place.
   */
  run(
    args: readonly tf.Tensor[],
    captures: Iterable<Pick<TensorValue, "handle">>,
    fn: NamedFunction = this.#function,
  ): Handles {
    const { tensors } = this.#backend.binding;
    const { inputs } = fn;
    let count = 0;
    for (const id of this.#backend.getInputTensorIds([...args])) {
      inputs[count++] = tensors.get(id).handle;
    }
    for (const { handle } of captures) inputs[count++] = handle;
    return this.#hasKey ? this.#runWithKey(fn, count) : fn.execute();
  }

  /** @param count How many inputs are there already. */
  #runWithKey(fn: NamedFunction, count: number): Handles {
    const { tensors } = this.#backend.binding;
    const id = tensors.create([2], DType.INT32, nextKey(this.#draws));
    const key = tensors.get(id).handle;
    const draw = this.#draw;
    let drawn: Handles | undefined;
    try {
      if (draw) {
        draw.inputs[0] = key;
        drawn = draw.execute();
        fn.inputs.set(drawn, count);
      }
      fn.inputs[count + (drawn?.length ?? 0)] = key;
      return fn.execute();
    } finally {
      if (draw && drawn) this.#free(draw, drawn);
      tensors.delete(id);
    }
  }

  /** Frees a run's outputs. */
  free(outputs: Handles): void {
    this.#free(this.#function, outputs);
  }

  #free(fn: NamedFunction, outputs: Handles): void {
    const { library } = this.#backend.binding.runtime;
    for (const handle of outputs) library.TFE_DeleteTensorHandle(handle);
    fn.reuse(outputs);
  }

  /** Takes back an array whose handles belong to others now. */
  reuse(outputs: Handles): void {
    this.#function.reuse(outputs);
  }

  /** Removes the function from TensorFlow. */
  [Symbol.dispose](): void {
    this.#function[Symbol.dispose]();
    this.#draw?.[Symbol.dispose]();
  }
}

/** The inputs of a recorded function's graph, in order. */
export function parametersOf(
  { parameters, captures, key, outsideDraws }: Recorded,
): SymbolicTensor[] {
  return [
    ...parameters,
    ...captures.map(({ symbolic }) => symbolic),
    ...(outsideDraws?.inputs ?? []),
    ...(key ? [key] : []),
  ];
}
