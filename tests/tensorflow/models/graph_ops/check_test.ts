import { assertEquals, assertRejects } from "@std/assert";
import { tf } from "../../../support/tensorflow.ts";
import { constant, node, placeholder } from "../graph_model.ts";

const weight = { name: "w", shape: [2], dtype: "float32" as const };
const nodes = [
  constant("w", tf.zeros([2])),
  placeholder("x", [null]),
  node("y", "AddV2", ["x", "w"]),
];
const whole = {
  modelTopology: { node: nodes as unknown[] },
  weightSpecs: [weight],
  weightData: new Float32Array([1, 2]).buffer,
};

const load = (artifacts: object) =>
  tf.loadGraphModel(tf.io.fromMemory({ ...whole, ...artifacts }));

Deno.test("a graph model may leave out its versions", async () => {
  const model = await load({});
  const y = model.predict(tf.zeros([2])) as tf.Tensor;
  assertEquals([[...y.dataSync()], model.modelVersion], [[1, 2], "0.0"]);
  model.dispose();
});

const withNode = (node: unknown) => ({
  modelTopology: { node: [...nodes, node] },
});

const wrong: readonly [what: string, artifacts: object, message: string][] = [
  [
    "no topology",
    { modelTopology: undefined },
    'its "modelTopology" must hold a list, "node": current value is undefined; give',
  ],
  [
    "a layers model",
    { modelTopology: { class_name: "Sequential", config: {} } },
    "it must be a graph: current value is a layers model; load it by tf.loadLayersModel()",
  ],
  [
    "a node without an operation",
    withNode({ name: "z" }),
    'each node must have a name and an op: current value is {"name":"z"}',
  ],
  [
    "an input that is no node",
    withNode(node("z", "Relu", ["none:1"])),
    'what node "z" takes must be a node: current value is "none:1"',
  ],
  [
    "no list of weights",
    { weightSpecs: undefined },
    'its "weightsManifest" must list the weights, if only as []: current value is undefined',
  ],
  [
    "a weight without a shape",
    { weightSpecs: [{ name: "w", dtype: "float32" }] },
    "each weight must have a name and a shape",
  ],
  [
    "too few bytes",
    { weightData: new ArrayBuffer(4) },
    "its weights must have 8 bytes: current value is 4 bytes",
  ],
  [
    "a constant without a weight",
    { weightSpecs: [{ ...weight, name: "v" }] },
    'its weights must hold constant "w": current value is 1 others',
  ],
];

for (const [what, artifacts, message] of wrong) {
  Deno.test(`loading a graph model with ${what} is an error`, () =>
    assertRejects(
      () => load(artifacts),
      Error,
      `Cannot load a graph model: ${message}`,
    ).then(() => {}));
}

Deno.test("loading a graph model from what is no JSON is an error", async () => {
  const path = await Deno.makeTempFile({ suffix: ".json" });
  await Deno.writeTextFile(path, "<html>");
  await assertRejects(
    () => tf.loadGraphModel(`file://${path}`),
    Error,
    "Cannot load a graph model: its model.json must be JSON",
  );
  await Deno.remove(path);
});
