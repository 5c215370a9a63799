import { tf } from "../../support/tensorflow.ts";

/** A node of a graph model's JSON. */
export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: Readonly<Record<string, unknown>>;
}

/** A constant or weight, by name. */
export type GraphWeights = Readonly<Record<string, tf.Tensor>>;

const types: Readonly<Record<string, string>> = {
  float32: "DT_FLOAT",
  int32: "DT_INT32",
  string: "DT_STRING",
};

/** A node with attribute `T` of float. */
export function node(
  name: string,
  op: string,
  input: readonly string[],
  attr: Readonly<Record<string, unknown>> = {},
): GraphNode {
  return { name, op, input, attr: { T: { type: "DT_FLOAT" }, ...attr } };
}

/** A placeholder of a shape; null is an axis of any size. */
export function placeholder(
  name: string,
  shape: readonly (number | null)[],
): GraphNode {
  const dim = shape.map((size) => ({ size: `${size ?? -1}` }));
  const attr = { dtype: { type: "DT_FLOAT" }, shape: { shape: { dim } } };
  return { name, op: "Placeholder", attr };
}

/** The node of a weight. */
export function constant(name: string, weight: tf.Tensor): GraphNode {
  const { dtype, shape } = weight;
  const dim = shape.map((size) => ({ size: `${size}` }));
  const tensor = { dtype: types[dtype], tensorShape: { dim } };
  const attr = { dtype: { type: types[dtype] }, value: { tensor } };
  return { name, op: "Const", attr };
}

/** A function of a graph model, as a loop's body, with constants of its own. */
export interface GraphFunction {
  readonly name: string;
  /** The arguments' names; all are float32. */
  readonly args: readonly string[];
  readonly nodes: readonly GraphNode[];
  /** What it returns, by name: "node:output:0". */
  readonly ret: Readonly<Record<string, string>>;
}

function definition({ name, args, nodes, ret }: GraphFunction) {
  const argument = (name: string) => ({ name, type: "DT_FLOAT" });
  return {
    signature: {
      name,
      inputArg: args.map(argument),
      outputArg: Object.keys(ret).map(argument),
    },
    nodeDef: nodes,
    ret,
  };
}

/** Loads a graph model of these nodes, as the converter writes them. */
export async function loadGraph(
  weights: GraphWeights,
  nodes: readonly GraphNode[],
  functions: readonly GraphFunction[] = [],
): Promise<tf.GraphModel> {
  const constants = Object.entries(weights).map(([name, weight]) =>
    constant(name, weight)
  );
  const { data, specs } = await tf.io.encodeWeights({ ...weights });
  return tf.loadGraphModel(tf.io.fromMemory({
    modelTopology: {
      node: [...constants, ...nodes],
      versions: {},
      library: { function: functions.map(definition) },
    },
    weightSpecs: specs,
    weightData: data,
  }));
}
