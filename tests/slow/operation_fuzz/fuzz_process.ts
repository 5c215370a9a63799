/**
 * Runs programs of one to three random operations and their gradients, op by op
 * and recorded: each must return or throw an Error, and leave nothing. In a
 * process of its own, because what this looks for ends the process.
 *
 * Arguments: the first seed and the number of programs. Writes each seed before
 * its program starts, and at the end the counts, as lines of JSON.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { compile, tf } from "../../../lib/tensorflow/mod.ts";
import { alive } from "../../support/tensorflow.ts";
import { Draw, Input, Previous } from "./draw.ts";
import { operations } from "./operations.ts";

const [first, count] = Deno.args.map(Number);
const names = Object.keys(operations);

interface Call {
  readonly name: string;
  readonly args: readonly unknown[];
}

function functionOf(name: string): (...args: unknown[]) => unknown {
  let found: unknown = tf;
  for (const part of name.split(".")) {
    found = (found as Record<string, unknown>)[part];
  }
  return found as (...args: unknown[]) => unknown;
}

/** Replaces the inputs in an argument by tensors. */
function replace(
  argument: unknown,
  tensorOf: (input: Input | Previous) => unknown,
): unknown {
  if (argument instanceof Input || argument instanceof Previous) {
    return tensorOf(argument);
  }
  if (Array.isArray(argument)) {
    return argument.map((one) => replace(one, tensorOf));
  }
  if (typeof argument !== "object" || argument === null) return argument;
  return Object.fromEntries(
    Object.entries(argument).map((
      [key, value],
    ) => [key, replace(value, tensorOf)]),
  );
}

function valuesOf({ shape, pattern, dtype }: Input): tf.Tensor {
  const size = tf.util.sizeFromShape([...shape]);
  const at = (i: number) => pattern[i % pattern.length];
  if (dtype === "complex64") {
    const part = Float32Array.from({ length: size }, (_, i) => at(i) as number);
    return tf.complex(tf.tensor(part, [...shape]), tf.tensor(part, [...shape]));
  }
  const values = dtype === "string"
    ? Array.from({ length: size }, (_, i) => `${at(i)}`)
    : dtype === "bool"
    ? Array.from({ length: size }, (_, i) => Number(at(i)) > 0)
    : Array.from({ length: size }, (_, i) => Number(at(i)));
  return tf.tensor(values as number[], [...shape], dtype);
}

/** Every tensor in a value. */
function tensorsIn(value: unknown): tf.Tensor[] {
  if (value instanceof tf.Tensor) return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(tensorsIn);
}

/** Runs the calls one after the other; the last one's result. */
function run(
  calls: readonly Call[],
  tensorOf: (input: Input) => tf.Tensor,
): tf.Tensor[] {
  let previous: tf.Tensor[] = [];
  for (const { name, args } of calls) {
    const given = args.map((argument) =>
      replace(
        argument,
        (input) =>
          input instanceof Input
            ? tensorOf(input)
            : previous[0] ?? tf.scalar(1),
      )
    );
    previous = tensorsIn(functionOf(name)(...given));
  }
  return previous;
}

function inputsOf(calls: readonly Call[]): Input[] {
  const inputs: Input[] = [];
  for (const { args } of calls) {
    replace(args, (input) => {
      if (input instanceof Input) inputs.push(input);
      return input;
    });
  }
  return inputs;
}

const counts = { programs: 0, returned: 0, refused: 0 };

function attempt(fn: () => void): void {
  try {
    tf.tidy(fn);
    counts.returned++;
  } catch (error) {
    assert(error instanceof Error, `thrown: ${error}`);
    counts.refused++;
  }
}

function programOf(
  seed: number,
): { calls: Call[]; gradient: boolean; asArguments: boolean } {
  const draw = new Draw(seed);
  const calls = draw.list(draw.pick([1, 1, 2, 3]), () => {
    const name = draw.pick(names);
    const args = operations[name](draw);
    if (draw.chance(0.05) && args.length > 0) {
      args[draw.whole(0, args.length - 1)] = draw.pick([
        draw.any(),
        draw.size(),
        draw.number(),
        undefined,
        draw.sizes(3),
      ]);
    }
    return { name, args };
  });
  return { calls, gradient: draw.chance(0.4), asArguments: draw.flag() };
}

function exercise(seed: number): void {
  const { calls, gradient, asArguments } = programOf(seed);
  const inputs = inputsOf(calls);
  const differentiable = inputs.filter(({ dtype }) => dtype === "float32");
  const fn = (given: readonly tf.Tensor[]) => {
    const tensorOf = (input: Input) =>
      given[inputs.indexOf(input)] ?? valuesOf(input);
    if (!gradient || differentiable.length === 0) return run(calls, tensorOf);
    return tf.grads((...xs: tf.Tensor[]) => {
      const results = run(
        calls,
        (input) => xs[differentiable.indexOf(input)] ?? tensorOf(input),
      );
      return results[0].dtype === "complex64"
        ? tf.abs(results[0]).sum()
        : results[0].toFloat().sum();
    })(differentiable.map(tensorOf));
  };
  const read = (results: readonly tf.Tensor[]) => {
    for (const result of results) if (result.size < 1e6) result.dataSync();
  };
  const before = alive();
  attempt(() => read(fn(inputs.map(valuesOf))));
  // TensorFlow.js keeps what a gradient that fails has saved
  if (!gradient) assertEquals(alive(), before, "op by op");
  using recorded = compile(fn);
  attempt(() => {
    const given = asArguments ? inputs.map(valuesOf) : [];
    read(recorded(given));
    read(recorded(given));
  });
  if (!gradient) assertEquals(alive(), before, "recorded");
}

const line = (value: unknown) =>
  Deno.stdout.writeSync(new TextEncoder().encode(`${JSON.stringify(value)}\n`));

if (count === 0) {
  console.log(Deno.inspect(programOf(first), { depth: 9 }));
} else {
  for (let seed = first; seed < first + count; seed++) {
    line(seed);
    try {
      exercise(seed);
    } catch (error) {
      line({ seed, find: (error as Error).message.slice(0, 300) });
    }
    counts.programs++;
  }
  line({ counts });
}
