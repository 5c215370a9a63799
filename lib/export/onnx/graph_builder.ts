/** Collects the nodes and the constants of an ONNX graph. @module */
import type { Precision } from "../format.ts";
import { toFloat16, toInt8 } from "../quantize.ts";
import type { Weight } from "../weights.ts";
import {
  ELEMENT_TYPES,
  type Initializer,
  type OnnxNode,
} from "./model_proto.ts";
import { transposed } from "./transposed.ts";

/** How a value's axes are ordered: TensorFlow's way, ONNX's way, or [batch, values]. */
export type Layout = "channelsLast" | "channelsFirst" | "row";

/** What a node returns. */
export interface Value {
  readonly name: string;
  readonly layout: Layout;
}

/** The axes of a value in the other layout. */
const TO_CHANNELS_FIRST = [0, 3, 1, 2];
const TO_CHANNELS_LAST = [0, 2, 3, 1];

/** A graph that grows; each method that adds a node returns the node's name. */
export class GraphBuilder {
  readonly nodes: OnnxNode[] = [];
  readonly initializers: Initializer[] = [];

  constructor(readonly precision: Precision) {}

  add(
    name: string,
    operation: string,
    inputs: readonly string[],
    attributes: OnnxNode["attributes"] = {},
  ): string {
    this.nodes.push({ name, operation, inputs, attributes });
    return name;
  }

  constant(
    name: string,
    { shape, values }: Omit<Initializer, "name">,
  ): string {
    this.initializers.push({ name, shape, values });
    return name;
  }

  /** The same value with its channels where an operation needs them. */
  inLayout(
    { name, layout }: Value,
    wanted: "channelsLast" | "channelsFirst",
  ): string {
    if (layout === wanted || layout === "row") return name;
    const perm = wanted === "channelsFirst"
      ? TO_CHANNELS_FIRST
      : TO_CHANNELS_LAST;
    return this.add(`${name}/${wanted}`, "Transpose", [name], { perm });
  }

  /**
   * A kernel in the precision of the export, as float32.
   *
   * @param layer Its layer's name.
   * @param weight Output channels on the last axis.
   * @param order Its axes in ONNX's order.
   */
  kernel(layer: string, weight: Weight, order: readonly number[]): string {
    const name = `${layer}/kernel`;
    switch (this.precision) {
      case "float32":
        return this.constant(name, transposed(weight, order));
      case "float16": {
        const half = transposed(toFloat16(weight, layer), order);
        const to = ELEMENT_TYPES.FLOAT;
        const stored = this.constant(name, half);
        return this.add(`${name}/float32`, "Cast", [stored], { to });
      }
      case "int8": {
        const { scales, ...whole } = toInt8(weight);
        const inputs = [
          this.constant(name, transposed(whole, order)),
          this.constant(`${name}/scale`, {
            shape: [scales.length],
            values: scales,
          }),
        ];
        const axis = order.indexOf(order.length - 1);
        return this.add(`${name}/float32`, "DequantizeLinear", inputs, {
          axis,
        });
      }
    }
  }

  /** A layer's bias, if it has one. */
  bias(layer: string, bias: Weight | undefined): string[] {
    return bias ? [this.constant(`${layer}/bias`, bias)] : [];
  }
}
