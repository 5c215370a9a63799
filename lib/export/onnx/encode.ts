/** A network as an ONNX file. @module */
import {
  type Encode,
  type ExportInput,
  INPUT_NAME,
  OUTPUT_NAME,
} from "../format.ts";
import { inferenceSteps } from "../steps.ts";
import { GraphBuilder, type Value } from "./graph_builder.ts";
import { encodeModelProto } from "./model_proto.ts";
import { addStep } from "./step_nodes.ts";

/**
 * Encodes `model.onnx`. Images keep their channels last, as everywhere in this
 * project; the graph itself puts them first, where ONNX's convolutions need them.
 */
export const encodeOnnx: Encode = async (input, { precision }) => {
  const steps = await inferenceSteps(input);
  const graph = new GraphBuilder(precision);
  let value = addNormalization(graph, input);
  for (const step of steps) value = addStep(graph, step, value);
  graph.add(OUTPUT_NAME, "Identity", [value.name]);
  const { classes, normalization } = input;
  const bytes = encodeModelProto({
    nodes: graph.nodes,
    initializers: graph.initializers,
    input: {
      name: INPUT_NAME,
      shape: steps[0].inputShape,
      description: "Pixels from 0 to 255, a light digit on a dark ground",
    },
    output: {
      name: OUTPUT_NAME,
      shape: steps[steps.length - 1].outputShape,
      description: "The natural logarithm of each class's probability",
    },
    description:
      `Classifies images of 28 by 28 pixels; kernels are stored in ${precision}`,
    metadata: {
      classes: JSON.stringify(classes),
      normalization: JSON.stringify(normalization),
      precision,
    },
  });
  return [{ path: "model.onnx", bytes }];
};

/** (pixel − 255·mean) / (255·deviation). */
function addNormalization(
  graph: GraphBuilder,
  { normalization: { mean, standardDeviation } }: ExportInput,
): Value {
  const scalar = (name: string, value: number) =>
    graph.constant(name, { shape: [], values: Float32Array.of(value) });
  const centred = graph.add("normalize/centred", "Sub", [
    INPUT_NAME,
    scalar("normalize/mean", 255 * mean),
  ]);
  const name = graph.add("normalize/divided", "Div", [
    centred,
    scalar("normalize/deviation", 255 * standardDeviation),
  ]);
  return { name, layout: "channelsLast" };
}
