/** A network as a graph of TensorFlow's operations. @module */
import {
  type EncodeOptions,
  type ExportInput,
  INPUT_NAME,
  OUTPUT_NAME,
} from "../format.ts";
import { toFloat16, toInt8 } from "../quantize.ts";
import { type ActivationName, inferenceSteps, type Step } from "../steps.ts";
import type { Weight } from "../weights.ts";
import type {
  Attribute,
  Constant,
  GraphNode,
  InferenceGraph,
} from "./graph.ts";

const FLOAT: Attribute = { type: "DT_FLOAT" };
const INT: Attribute = { type: "DT_INT32" };

/** Operations of TensorFlow by the activation. */
const ACTIVATION_OPERATIONS: Readonly<Record<ActivationName, string>> = {
  relu: "Relu",
  elu: "Elu",
  selu: "Selu",
  sigmoid: "Sigmoid",
  tanh: "Tanh",
  softplus: "Softplus",
  softmax: "Softmax",
  logSoftmax: "LogSoftmax",
};

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
    "centred",
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

/** Collects nodes; each method returns the name of the node that has the result. */
class GraphBuilder {
  readonly nodes: GraphNode[] = [];

  constructor(readonly precision: EncodeOptions["precision"]) {}

  add(
    name: string,
    operation: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>>,
  ): string {
    this.nodes.push({ name, operation, inputs, attributes });
    return name;
  }

  constant(name: string, tensor: Constant, dtype: Attribute = FLOAT): string {
    return this.add(name, "Const", [], { dtype, value: { tensor } });
  }

  /** An operation on a tensor and a constant. */
  binary(
    name: string,
    operation: string,
    input: string,
    tensor: Constant,
  ): string {
    const constant = this.constant(`${name}/by`, tensor);
    return this.add(name, operation, [input, constant], { T: FLOAT });
  }

  /** A kernel in the precision of the export, as float32. */
  kernel(layer: string, weight: Weight): string {
    const name = `${layer}/kernel`;
    switch (this.precision) {
      case "float32":
        return this.constant(name, weight);
      case "float16": {
        const dtype: Attribute = { type: "DT_HALF" };
        const half = this.constant(name, toFloat16(weight, layer), dtype);
        return this.#cast(half, dtype);
      }
      case "int8": {
        const dtype: Attribute = { type: "DT_INT8" };
        const { scales, ...whole } = toInt8(weight);
        const stored = this.constant(name, whole, dtype);
        return this.binary(`${name}/scaled`, "Mul", this.#cast(stored, dtype), {
          shape: [scales.length],
          values: scales,
        });
      }
    }
  }

  #cast(name: string, from: Attribute): string {
    const attributes = { SrcT: from, DstT: FLOAT, Truncate: { flag: false } };
    return this.add(`${name}/float32`, "Cast", [name], attributes);
  }

  biased(layer: string, value: string, bias: Weight | undefined): string {
    if (!bias) return value;
    const constant = this.constant(`${layer}/bias`, bias);
    return this.add(`${layer}/biased`, "BiasAdd", [value, constant], {
      T: FLOAT,
      data_format: { text: "NHWC" },
    });
  }
}

/** Adds a step; returns the name of its result. */
function addStep(graph: GraphBuilder, step: Step, value: string): string {
  const { id } = step;
  switch (step.kind) {
    case "convolution": {
      const kernel = graph.kernel(id, step.kernel);
      const sum = graph.add(id, "Conv2D", [value, kernel], {
        T: FLOAT,
        ...windowAttributes(step),
        dilations: { integers: [1, ...step.dilations, 1] },
      });
      return graph.biased(id, sum, step.bias);
    }
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
    case "globalPooling": {
      const axes = { shape: [2], values: Int32Array.of(1, 2) };
      const constant = graph.constant(`${id}/axes`, axes, INT);
      const operation = step.how === "max" ? "Max" : "Mean";
      return graph.add(id, operation, [value, constant], {
        T: FLOAT,
        Tidx: INT,
        keep_dims: { flag: false },
      });
    }
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

function windowAttributes(
  { strides, padding }: Extract<Step, { kind: "convolution" | "pooling" }>,
): Record<string, Attribute> {
  return {
    strides: { integers: [1, ...strides, 1] },
    padding: { text: padding.toUpperCase() },
    data_format: { text: "NHWC" },
  };
}
