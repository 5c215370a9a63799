/**
 * Counts the calls of TensorFlow.js's gradient functions, or makes them run
 * inside `compile()`.
 *
 * @module
 */
import * as namespace from "@tensorflow/tfjs-core";
import { compile, type CompiledFunction } from "../../lib/tensorflow/mod.ts";
import type { Structure } from "../../lib/tensorflow/recording/structure.ts";

type Fn = (...args: Structure[]) => Structure;
type GradientOf = (f: Fn) => Fn;

// The module itself, because the namespace of a CommonJS module is a copy
const core = (namespace as unknown as { default: typeof namespace }).default;

/** The gradient functions that return a function. */
const gradientsOf = ["grad", "grads", "valueAndGrad", "valueAndGrads"] as const;

/** Replaces the gradient functions for the rest of the process. */
export class Gradients {
  #calls = 0;
  #compiling = false;
  readonly #compiled: CompiledFunction<Structure[], Structure>[] = [];
  /** Steps of `minimize`, by optimizer and by the function minimized. */
  #steps = new WeakMap<object, WeakMap<object, Fn>>();

  constructor() {
    for (const name of gradientsOf) {
      const original = core[name] as unknown as GradientOf;
      this.#replace(name, (f: Fn) => this.#through(original(f)));
    }
    const { variableGrads } = core;
    this.#replace(
      "variableGrads",
      (f: () => namespace.Scalar, variables?: namespace.Variable[]) =>
        this.#through(() => variableGrads(f, variables) as Structure)(),
    );
    this.#replaceMinimize();
  }

  /** Takes gradients inside `compile()` until disposed. */
  compile(): Disposable {
    this.#compiling = true;
    return { [Symbol.dispose]: () => this.#compiling = false };
  }

  /** Starts a spec. */
  start(): void {
    this.#calls = 0;
  }

  /** Ends a spec and returns its counts of gradients and recordings. */
  end(): { gradients: number; recordings: number } {
    const compiled = this.#compiled.splice(0);
    const recordings = compiled.reduce(
      (sum, one) => sum + one.recordings.length,
      0,
    );
    compiled.forEach((one) => one.dispose());
    this.#steps = new WeakMap();
    return { gradients: this.#calls, recordings };
  }

  #replace(name: string, value: unknown): void {
    Object.assign(core, { [name]: value });
  }

  /** Wraps a function to count its calls and, if asked, to compile it. */
  #through(fn: Fn): Fn {
    let compiled: CompiledFunction<Structure[], Structure> | undefined;
    return (...args) => {
      this.#calls++;
      if (!this.#compiling) return fn(...args);
      if (!compiled) {
        compiled = compile(fn);
        this.#compiled.push(compiled);
      }
      return compiled(...args);
    };
  }

  #replaceMinimize(): void {
    const { prototype } = core.Optimizer;
    const { minimize } = prototype;
    const stepOf = (optimizer: namespace.Optimizer, f: () => Structure) => {
      const steps = this.#steps.get(optimizer) ?? new WeakMap();
      this.#steps.set(optimizer, steps);
      const step = steps.get(f) ?? this.#through(
        (returnCost, variables) =>
          minimize.call(
            optimizer,
            f as () => namespace.Scalar,
            returnCost as boolean,
            variables as never,
          ),
      );
      steps.set(f, step);
      return step;
    };
    prototype.minimize = function (f, returnCost, variables) {
      return stepOf(this, f)(returnCost, variables) as namespace.Scalar | null;
    };
  }
}
