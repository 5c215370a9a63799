import { tf } from "../../../lib/tensorflow/mod.ts";
import { Draw } from "../operation_fuzz/draw.ts";
import { type Info, type Maker, Pool, type Step } from "./pool.ts";
import { elementwiseSteps } from "./steps/elementwise.ts";
import { layerSteps } from "./steps/layers.ts";
import { layoutSteps } from "./steps/layout.ts";
import { productSteps } from "./steps/products.ts";
import { reductionSteps } from "./steps/reductions.ts";

const makers: readonly Maker[] = [
  ...elementwiseSteps,
  ...reductionSteps,
  ...layoutSteps,
  ...layerSteps,
  ...productSteps,
];

/** An input of a program. */
export interface Input extends Info {
  readonly values: readonly number[];
}

/** Operations composed at random. */
export interface Program {
  readonly inputs: readonly Input[];
  readonly steps: readonly Step[];
}

/** Results above this are not passed on: rounding would decide what follows. */
const LARGEST = 1000;
/** The most elements of a value. */
const MOST = 600;

/** The program of a seed. Its steps are tried out on the current backend. */
export function programOf(seed: number): Program {
  const draw = new Draw(seed);
  const inputs = drawInputs(draw);
  const count = draw.whole(3, 8);
  const steps: Step[] = [];
  tf.tidy(() => {
    const values = inputs.map(tensorOf);
    for (let tries = 0; steps.length < count && tries < 60; tries++) {
      const made = draw.pick(makers)(draw, new Pool(draw, values));
      if (!made) continue;
      const result = attempt(made, values);
      if (!result) continue;
      values.push(result);
      steps.push(made);
    }
  });
  return { inputs, steps };
}

/** A step's result; undefined if it fails, or is nothing to go on with. */
function attempt(
  { from, run }: Step,
  values: readonly tf.Tensor[],
): tf.Tensor | undefined {
  let result: tf.Tensor;
  try {
    result = run(...from.map((i) => values[i]));
  } catch {
    return undefined;
  }
  if (result.size === 0 || result.size > MOST || result.rank > 5) return;
  if (result.dtype === "complex64") return;
  const isFine = result.dataSync().every((x) => Math.abs(x) < LARGEST);
  return isFine ? result : undefined;
}

/** Shapes that fit together: broadcast, multiplied, and of images. */
function drawInputs(draw: Draw): Input[] {
  const [a, b, c] = draw.list(3, () => draw.whole(1, 4));
  const shapes = draw.pick([
    [[a, b], [b], [b, c]],
    [[a, b, c], [c], [b, 1]],
    [[1, a + 1, b + 2, c], [c], [1, a + 1, 1, 1]],
    [[a * b], [], [c, 1]],
  ]);
  const dtypes = [
    "float32" as const,
    draw.pick(["float32", "float32", "int32"] as const),
    draw.pick(["float32", "float32", "bool"] as const),
  ];
  return shapes.map((shape, i) => ({
    shape,
    dtype: dtypes[i],
    values: draw.list(
      tf.util.sizeFromShape(shape),
      () =>
        dtypes[i] === "float32"
          ? draw.random() * 4 - 2
          : dtypes[i] === "int32"
          ? draw.whole(-6, 6)
          : draw.whole(0, 1),
    ),
  }));
}

/** An input as a tensor of the current backend. */
export function tensorOf({ values, shape, dtype }: Input): tf.Tensor {
  return tf.tensor([...values], [...shape], dtype);
}

/**
 * Runs a program; returns the last values: what no other step takes.
 *
 * @param disturb Changes each real result a little.
 */
export function runProgram(
  { inputs, steps }: Program,
  given: readonly tf.Tensor[],
  disturb: (x: tf.Tensor) => tf.Tensor = (x) => x,
): tf.Tensor[] {
  const values = [...given];
  for (const { from, run } of steps) {
    const result = run(...from.map((i) => values[i]));
    values.push(result.dtype === "float32" ? disturb(result) : result);
  }
  const taken = new Set(steps.flatMap(({ from }) => from));
  return values.filter((_, i) => i >= inputs.length && !taken.has(i));
}

/** The program as text. */
export function textOf({ inputs, steps }: Program): string {
  return [
    ...inputs.map(({ shape, dtype }, i) => `v${i}: ${dtype}[${shape}]`),
    ...steps.map(({ text }, i) => `v${i + inputs.length} = ${text}`),
  ].join("\n");
}
