/** Collects the nodes of a graph of TensorFlow's operations. @module */
import type { Precision } from "../format.ts";
import { toFloat16, toInt8 } from "../quantize.ts";
import type { Weight } from "../weights.ts";
import type { Attribute, Constant, GraphNode } from "./graph.ts";

export const FLOAT: Attribute = { type: "DT_FLOAT" };
export const INT: Attribute = { type: "DT_INT32" };

/** A graph that grows; each method returns the name of the node that has the result. */
export class GraphBuilder {
  readonly nodes: GraphNode[] = [];

  constructor(readonly precision: Precision) {}

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

  /** A value plus a layer's bias, if it has one. */
  biased(layer: string, value: string, bias: Weight | undefined): string {
    if (!bias) return value;
    const constant = this.constant(`${layer}/bias`, bias);
    return this.add(`${layer}/biased`, "BiasAdd", [value, constant], {
      T: FLOAT,
      data_format: { text: "NHWC" },
    });
  }
}
