import { tf } from "../../../lib/tensorflow/mod.ts";
import { computingRows } from "./graph_computing.ts";
import { movingRows } from "./graph_moving.ts";
import { type Row, type } from "./graph_nodes.ts";
import { onCpu, read, requireSame, type Spec } from "./spec.ts";

/** A graph of one operation, whose inputs are constants or placeholders. */
async function graphOf(
  [op, inputs, attributes = {}]: Row,
  constants: readonly boolean[],
): Promise<tf.GraphModel> {
  const tensors = inputs.map((input) => input());
  const names = tensors.map((_, i) => `x${i}`);
  const dtypes = { float32: "DT_FLOAT", int32: "DT_INT32", bool: "DT_BOOL" };
  const nodes = tensors.map(({ dtype, shape }, i) => ({
    name: names[i],
    op: constants[i] ? "Const" : "Placeholder",
    attr: {
      dtype: type(dtypes[dtype as keyof typeof dtypes]),
      shape: { shape: { dim: shape.map((size) => ({ size: `${size}` })) } },
    },
  }));
  const weights = Object.fromEntries(
    tensors.flatMap((tensor, i) => constants[i] ? [[names[i], tensor]] : []),
  );
  const { data, specs } = await tf.io.encodeWeights(weights);
  tf.dispose(tensors);
  return await tf.loadGraphModel(tf.io.fromMemory({
    modelTopology: {
      node: [...nodes, { name: "y", op, input: names, attr: attributes }],
      versions: { producer: 1 },
    },
    weightSpecs: specs,
    weightData: data,
  }));
}

/** A graph's outputs, asked for in three ways, three times. */
async function outputs(row: Row) {
  const [, inputs, , count = 1] = row;
  // Whole numbers are mostly sizes and places, which a graph has as constants
  const constants = inputs.map((input, i) => {
    const tensor = input();
    const isConstant = i > 0 && tensor.dtype === "int32";
    tensor.dispose();
    return isConstant;
  });
  const model = await graphOf(row, constants);
  const given = () =>
    Object.fromEntries(
      inputs.flatMap((input, i) => constants[i] ? [] : [[`x${i}`, input()]]),
    );
  const names = Array.from(
    { length: count },
    (_, i) => i === 0 ? "y" : `y:${i}`,
  );
  const results = [];
  for (let i = 0; i < 3; i++) {
    const x = given();
    results.push(read(model.execute(x, names) as tf.Tensor[]));
    tf.dispose(x);
  }
  const x = given();
  results.push(read(await model.executeAsync(x, names) as tf.Tensor[]));
  tf.dispose(x);
  model.dispose();
  return results;
}

export const converterSpecs: readonly Spec[] = [...computingRows, ...movingRows]
  .map((row, index): Spec => ({
    name: `converter: ${
      row[0]
    } (${index}) answers as on cpu, also recorded and asynchronously`,
    run: async () => {
      const [expected] = await onCpu(() => outputs(row));
      (await outputs(row)).forEach((result, i) =>
        requireSame(result, expected, `answer ${i + 1}`)
      );
    },
  }));
