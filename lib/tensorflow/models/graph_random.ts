import { tf } from "../tfjs.ts";

/** What TensorFlow.js tells of a graph model's node. */
interface GraphNode {
  readonly inputs: readonly tf.Tensor[];
  readonly attrs: Readonly<Record<string, unknown>>;
}

type Draw = (node: GraphNode, seed: number | undefined) => tf.Tensor;

const shapeOf = ({ inputs }: GraphNode) => Array.from(inputs[0].dataSync());
const real = ({ attrs }: GraphNode, name: string, otherwise: number) =>
  (attrs[name] as number | undefined) ?? otherwise;
const number = ({ inputs }: GraphNode, index: number) =>
  inputs[index].dataSync()[0];
const dtypeOf = <T extends tf.DataType>({ attrs }: GraphNode) =>
  attrs.dtype as T;

/** The random operations of graph models. */
const draws: Readonly<Record<string, Draw>> = {
  RandomUniform: (node, seed) =>
    tf.randomUniform(
      shapeOf(node),
      real(node, "minval", 0),
      real(node, "maxval", 1),
      dtypeOf<"float32">(node),
      seed,
    ),
  RandomUniformInt: (node, seed) =>
    tf.randomUniformInt(shapeOf(node), number(node, 1), number(node, 2), seed),
  RandomStandardNormal: (node, seed) =>
    tf.randomStandardNormal(shapeOf(node), dtypeOf<"float32">(node), seed),
  TruncatedNormal: (node, seed) =>
    tf.truncatedNormal(
      shapeOf(node),
      real(node, "means", 0),
      real(node, "stddev", 1),
      dtypeOf<"float32">(node),
      seed,
    ),
  Multinomial: (node, seed) =>
    tf.multinomial(node.inputs[0] as tf.Tensor2D, number(node, 1), seed),
};

/**
 * Has graph models draw by the seed of all random operations. In a graph the seed
 * 0 stands for none; TensorFlow.js hands it on as a seed.
 */
export function drawInGraphModels(): void {
  for (const [name, draw] of Object.entries(draws)) {
    tf.registerOp(
      name,
      ((node: GraphNode) => {
        const { seed, seed2 } = node.attrs as Record<string, number>;
        return draw(node, seed || seed2 || undefined);
      }) as never,
    );
  }
}
