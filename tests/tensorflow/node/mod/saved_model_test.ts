import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { compile } from "../../../../lib/tensorflow/mod.ts";
import { RecordingError } from "../../../../lib/tensorflow/backend/errors.ts";
import { inFolder } from "../../../support/folder.ts";
import { alive, backend, binding, tf } from "../../../support/tensorflow.ts";
import { writeSavedModel } from "./saved_model.ts";

async function withModel(
  use: (folder: string) => void | Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    await writeSavedModel(folder);
    const before = alive();
    await use(folder);
    assertEquals(alive(), before);
    assertEquals(tf.node.getNumOfSavedModels(), 0);
  });
}

/** The values of a model's only output. */
function valuesOf(result: unknown): number[] {
  assert(result instanceof tf.Tensor);
  const values = Array.from(result.dataSync());
  result.dispose();
  return values;
}

Deno.test("getMetaGraphsFromSavedModel() lists tags, signatures and their tensors", async () => {
  await withModel(async (folder) => {
    const [graph] = await tf.node.getMetaGraphsFromSavedModel(folder);
    assertEquals(graph.tags, ["serve"]);
    const names = Object.keys(graph.signatureDefs);
    assertEquals(names.sort(), [
      "both",
      "int64",
      "serving_default",
      "text",
      "uint8",
    ]);
    const { x } = graph.signatureDefs.int64.inputs;
    assertEquals([x.name, x.tfDtype], ["int64_x:0", "DT_INT64"]);
  });
});

Deno.test("loadSavedModel() runs float32, int64 and uint8 models, and frees them", async () => {
  await withModel(async (folder) => {
    const cases = [
      ["serving_default", "float32", [0.5, -2], [1.5, -6]],
      ["int64", "int32", [7, -7], [21, -21]],
      ["uint8", "int32", [7, 100], [21, 44]],
    ] as const;
    for (const [signature, dtype, given, expected] of cases) {
      const model = await tf.node.loadSavedModel(folder, ["serve"], signature);
      const x = tf.tensor1d([...given], dtype);
      const result = model.predict(x) as tf.Tensor;
      assertEquals(result.dtype, dtype);
      assertEquals(valuesOf(result), [...expected]);
      x.dispose();
      model.dispose();
    }
  });
});

Deno.test("a SavedModel takes and returns strings", async () => {
  await withModel(async (folder) => {
    const model = await tf.node.loadSavedModel(folder, ["serve"], "text");
    const x = tf.tensor1d(["AB", "c".repeat(100)]);
    const small = model.predict(x) as tf.Tensor1D;
    assertEquals(small.arraySync() as unknown, ["ab", "c".repeat(100)]);
    tf.dispose([x, small]);
    model.dispose();
  });
});

Deno.test("models of one folder share a session until the last is disposed", async () => {
  await withModel(async (folder) => {
    const one = await tf.node.loadSavedModel(folder);
    const two = await tf.node.loadSavedModel(folder, ["serve"], "both");
    assertEquals(tf.node.getNumOfSavedModels(), 1);
    one.dispose();
    const x = tf.tensor1d([1, 2]);
    const { product, square } = two.predict({ x }) as tf.NamedTensorMap;
    assertEquals(valuesOf(product), [3, 6]);
    assertEquals(valuesOf(square), [1, 4]);
    x.dispose();
    two.dispose();
    assertThrows(() => two.predict(x), Error, "deleted");
  });
});

Deno.test("loadSavedModel() says what a model lacks", async () => {
  await withModel(async (folder) => {
    const { loadSavedModel } = tf.node;
    await assertRejects(() => loadSavedModel(`${folder}/none`), Error, "none");
    await assertRejects(
      () => loadSavedModel(folder, ["serve"], "other"),
      Error,
      "does not have signature: other",
    );
    await Deno.writeFile(`${folder}/saved_model.pb`, Uint8Array.of(8, 1));
    await assertRejects(() => loadSavedModel(folder), Error, "tags: serve");
  });
});

Deno.test("a SavedModel refuses other dtypes, counts, nodes, and recording", async () => {
  await withModel(async (folder) => {
    const model = await tf.node.loadSavedModel(folder);
    const x = tf.tensor1d([1]);
    const bool = tf.tensor1d([true]);
    assertThrows(
      () => model.predict(bool),
      TypeError,
      'input "serving_default_x:0" must be float: current dtype is bool; cast it',
    );
    assertThrows(
      () => model.predict([x, x]),
      RangeError,
      "must be given 1 tensors, for serving_default_x:0: current count is 2",
    );
    assertThrows(
      () =>
        backend.runSavedModel(
          0,
          [x],
          [{ name: "nothing:0", tfDtype: "DT_FLOAT" }],
          ["serving_default_product"],
        ),
      Error,
      "Cannot use SavedModel 0",
    );
    using predict = compile((x: tf.Tensor) => model.predict(x) as tf.Tensor);
    assertThrows(
      () => predict(x),
      RecordingError,
      "Cannot record a SavedModel",
    );
    tf.dispose([x, bool]);
    model.dispose();
  });
});

Deno.test("a session says which node its graph lacks", async () => {
  await withModel((folder) => {
    const session = binding.loadSavedModel(folder, "serve");
    const x = tf.tensor1d([1]);
    const ids = backend.getInputTensorIds([x]);
    const run = (input: string, output: string) =>
      binding.runSavedModel(session, ids, input, output);
    assertThrows(
      () => run("nothing:0", "serving_default_product"),
      RangeError,
      'must have a tensor "nothing:0": it has no node "nothing"',
    );
    assertThrows(
      () => run("serving_default_x", "serving_default_product:3"),
      RangeError,
      'node "serving_default_product" has 1 outputs',
    );
    binding.deleteSavedModel(session);
    assertThrows(() => binding.deleteSavedModel(session), Error, "disposed");
    x.dispose();
  });
});
