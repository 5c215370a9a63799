/** The steps of inference as ONNX's operations. @module */
import { ACTIVATION_OPERATIONS, type Pair } from "../operation.ts";
import type { Step, StepOf } from "../steps.ts";
import type { Weight } from "../weights.ts";
import type { GraphBuilder, Value } from "./graph_builder.ts";

/** ONNX's order of a convolution's kernel: outputs, inputs, rows, columns. */
const CONVOLUTION_AXES = [3, 2, 0, 1];
const MATRIX_AXES = [0, 1];

/** Adds a step; returns its result. */
export function addStep(graph: GraphBuilder, step: Step, value: Value): Value {
  const { id } = step;
  switch (step.kind) {
    case "convolution":
      return addConvolution(graph, step, value);
    case "fullyConnected": {
      const kernel = graph.kernel(id, step.kernel, MATRIX_AXES);
      const inputs = [value.name, kernel, ...graph.bias(id, step.bias)];
      return { name: graph.add(id, "Gemm", inputs), layout: "row" };
    }
    case "scaleAndShift":
      return addScaleAndShift(graph, step, value);
    case "pooling": {
      const operation = step.how === "max" ? "MaxPool" : "AveragePool";
      const input = graph.inLayout(value, "channelsFirst");
      graph.add(id, operation, [input], {
        kernel_shape: step.size,
        ...windowAttributes(step, step.size),
      });
      return { name: id, layout: "channelsFirst" };
    }
    case "globalPooling": {
      const operation = step.how === "max"
        ? "GlobalMaxPool"
        : "GlobalAveragePool";
      const input = graph.inLayout(value, "channelsFirst");
      const pooled = graph.add(`${id}/maps`, operation, [input]);
      const name = graph.add(id, "Flatten", [pooled], { axis: 1 });
      return { name, layout: "row" };
    }
    case "flatten": {
      const input = graph.inLayout(value, "channelsLast");
      const name = graph.add(id, "Flatten", [input], { axis: 1 });
      return { name, layout: "row" };
    }
    case "activation":
      graph.add(
        id,
        ACTIVATION_OPERATIONS[step.name],
        [value.name],
        activationAttributes(step, value),
      );
      return { name: id, layout: value.layout };
  }
}

/** The two softmaxes are over the channels. */
function activationAttributes(
  { name }: StepOf<"activation">,
  { layout }: Value,
): Readonly<Record<string, number>> {
  if (name !== "softmax" && name !== "logSoftmax") return {};
  return { axis: layout === "channelsFirst" ? 1 : -1 };
}

function addConvolution(
  graph: GraphBuilder,
  step: StepOf<"convolution">,
  value: Value,
): Value {
  const { id, kernel, bias, dilations } = step;
  const [rows, columns] = kernel.shape;
  const reach: Pair = [
    (rows - 1) * dilations[0] + 1,
    (columns - 1) * dilations[1] + 1,
  ];
  const inputs = [
    graph.inLayout(value, "channelsFirst"),
    graph.kernel(id, kernel, CONVOLUTION_AXES),
    ...graph.bias(id, bias),
  ];
  graph.add(id, "Conv", inputs, {
    kernel_shape: [rows, columns],
    dilations,
    ...windowAttributes(step, reach),
  });
  return { name: id, layout: "channelsFirst" };
}

/** Batch normalization: a scale and an offset for each channel. */
function addScaleAndShift(
  graph: GraphBuilder,
  { id, scale, offset }: StepOf<"scaleAndShift">,
  { name, layout }: Value,
): Value {
  const perChannel = ({ shape: [channels], values }: Weight): Weight => ({
    shape: layout === "channelsFirst" ? [channels, 1, 1] : [channels],
    values,
  });
  const by = graph.constant(`${id}/scale`, perChannel(scale));
  const scaled = graph.add(`${id}/scaled`, "Mul", [name, by]);
  const plus = graph.constant(`${id}/offset`, perChannel(offset));
  return { name: graph.add(id, "Add", [scaled, plus]), layout };
}

/**
 * Strides, and zeros around the image: as few as TensorFlow adds for padding "same", the
 * odd one at the bottom and at the right.
 *
 * @param reach Rows and columns that a window covers.
 */
function windowAttributes(
  { strides, padding, inputShape }: StepOf<"convolution" | "pooling">,
  reach: Pair,
): { readonly strides: Pair; readonly pads: readonly number[] } {
  if (padding === "valid") return { strides, pads: [0, 0, 0, 0] };
  const [rows, columns] = ([0, 1] as const).map((axis) => {
    const size = inputShape[axis];
    const windows = Math.ceil(size / strides[axis]);
    return Math.max((windows - 1) * strides[axis] + reach[axis] - size, 0);
  });
  const [top, left] = [rows >> 1, columns >> 1];
  return { strides, pads: [top, left, rows - top, columns - left] };
}
