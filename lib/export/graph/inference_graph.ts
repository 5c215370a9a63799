/** A network as a graph of TensorFlow's operations. @module */
import {
  type EncodeOptions,
  type ExportInput,
  INPUT_NAME,
  OUTPUT_NAME,
} from "../format.ts";
import { ACTIVATION_OPERATIONS } from "../operation.ts";
import { inferenceSteps, type Step, type StepOf } from "../steps.ts";
import type { Attribute, Constant, InferenceGraph } from "./graph.ts";
import { FLOAT, GraphBuilder, INT } from "./graph_builder.ts";

/**
 * The graph from pixels to log-probabilities. Weights of a lower precision are followed
 * by the operations that turn them into float32.
 *
 * @throws {ExportError} if a layer has no counterpart.
 */
export async function inferenceGraph(
  input: ExportInput,
  { precision }: EncodeOptions,
): Promise<InferenceGraph> {
  const steps = await inferenceSteps(input);
  const { mean, standardDeviation } = input.normalization;
  const inputShape = [-1, ...steps[0].inputShape];
  const graph = new GraphBuilder(precision);
  graph.add(INPUT_NAME, "Placeholder", [], {
    dtype: FLOAT,
    shape: { shape: inputShape },
  });
  const centred = graph.binary(
    `${INPUT_NAME}/centred`,
    "Sub",
    INPUT_NAME,
    scalar(255 * mean),
  );
  let value = graph.binary(
    `${INPUT_NAME}/normalized`,
    "RealDiv",
    centred,
    scalar(255 * standardDeviation),
  );
  for (const step of steps) value = addStep(graph, step, value);
  graph.add(OUTPUT_NAME, "Identity", [value], { T: FLOAT });
  const outputShape = [-1, ...steps[steps.length - 1].outputShape];
  return { nodes: graph.nodes, inputShape, outputShape };
}

function scalar(value: number): Constant {
  return { shape: [], values: Float32Array.of(value) };
}

/** Adds a step; returns the name of its result. */
function addStep(graph: GraphBuilder, step: Step, value: string): string {
  const { id } = step;
  switch (step.kind) {
    case "convolution":
      return addConvolution(graph, step, value);
    case "fullyConnected": {
      const kernel = graph.kernel(id, step.kernel);
      const product = graph.add(id, "MatMul", [value, kernel], {
        T: FLOAT,
        transpose_a: { flag: false },
        transpose_b: { flag: false },
      });
      return graph.biased(id, product, step.bias);
    }
    case "scaleAndShift": {
      const scaled = graph.binary(`${id}/scaled`, "Mul", value, step.scale);
      return graph.binary(id, "AddV2", scaled, step.offset);
    }
    case "pooling":
      return graph.add(
        id,
        step.how === "max" ? "MaxPool" : "AvgPool",
        [value],
        {
          T: FLOAT,
          ...windowAttributes(step),
          ksize: { integers: [1, ...step.size, 1] },
        },
      );
    case "globalPooling":
      return addGlobalPooling(graph, step, value);
    case "flatten": {
      const shape = {
        shape: [2],
        values: Int32Array.of(-1, ...step.outputShape),
      };
      const constant = graph.constant(`${id}/shape`, shape, INT);
      const types = { T: FLOAT, Tshape: INT };
      return graph.add(id, "Reshape", [value, constant], types);
    }
    case "activation":
      return graph.add(id, ACTIVATION_OPERATIONS[step.name], [value], {
        T: FLOAT,
      });
  }
}

function addConvolution(
  graph: GraphBuilder,
  step: StepOf<"convolution">,
  value: string,
): string {
  const { id, bias, dilations } = step;
  const kernel = graph.kernel(id, step.kernel);
  const sum = graph.add(id, "Conv2D", [value, kernel], {
    T: FLOAT,
    ...windowAttributes(step),
    dilations: { integers: [1, ...dilations, 1] },
  });
  return graph.biased(id, sum, bias);
}

function addGlobalPooling(
  graph: GraphBuilder,
  { id, how }: StepOf<"globalPooling">,
  value: string,
): string {
  const axes = { shape: [2], values: Int32Array.of(1, 2) };
  const constant = graph.constant(`${id}/axes`, axes, INT);
  return graph.add(id, how === "max" ? "Max" : "Mean", [value, constant], {
    T: FLOAT,
    Tidx: INT,
    keep_dims: { flag: false },
  });
}

function windowAttributes(
  { strides, padding }: StepOf<"convolution" | "pooling">,
): Record<string, Attribute> {
  return {
    strides: { integers: [1, ...strides, 1] },
    padding: { text: padding.toUpperCase() },
    data_format: { text: "NHWC" },
  };
}
