import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { requirePublished } from "../../../lib/tensorflow/node/published.ts";
import { tf as stock } from "../../../lib/tensorflow/tfjs.ts";
import { inFolder, namesIn } from "../../support/folder.ts";
import { tf } from "../../support/tensorflow.ts";

Deno.test("tf has all that TensorFlow.js has, tf.io too", () => {
  const added = (ours: object, theirs: object) => {
    const before = new Set(Object.keys(theirs));
    assertEquals(
      [...before].filter((name) => !(name in ours)),
      ["default"]
        .filter((name) => before.has(name)),
    );
    return Object.keys(ours).filter((name) => !before.has(name)).sort();
  };
  assertEquals(added(tf, stock), ["node"]);
  assertEquals(added(tf.io, stock.io), [
    "fileSystem",
    "nodeFileSystemRouter",
    "nodeHTTPRequest",
  ]);
  assertEquals(tf.io.getLoadHandlers, stock.io.getLoadHandlers);
  assertEquals(tf.version["tfjs-node"], stock.version.tfjs);
});

function makeModel(): tf.Sequential {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 3, activation: "relu", inputShape: [2] }),
      tf.layers.dense({ units: 1 }),
    ],
  });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  return model;
}

Deno.test("file:// saves a model of layers and loads it, its training too", async () => {
  await inFolder(async (folder) => {
    const model = makeModel();
    const x = tf.tensor2d([[1, 2], [3, -4]]);
    const { modelArtifactsInfo } = await model.save(`file://${folder}`);
    assertEquals(modelArtifactsInfo.weightDataBytes, 13 * 4);
    assertEquals(namesIn(folder).sort(), ["model.json", "weights.bin"]);
    const expected = (model.predict(x) as tf.Tensor).dataSync();
    for (
      const source of [
        `file://${join(folder, "model.json")}`,
        tf.io.fileSystem(join(folder, "model.json")),
      ]
    ) {
      const again = await tf.loadLayersModel(source);
      assertEquals((again.predict(x) as tf.Tensor).dataSync(), expected);
      again.dispose();
    }
    await model.save(tf.io.fileSystem(join(folder, "again")));
    assertEquals(namesIn(join(folder, "again")).length, 2);
    x.dispose();
    model.dispose();
  });
});

Deno.test("file:// takes an address as import.meta.resolve() gives it, and makes folders", async () => {
  await inFolder(async (folder) => {
    const model = makeModel();
    const address = pathToFileURL(join(folder, "new", "my model 100%")).href;
    await model.save(address);
    assertEquals(namesIn(join(folder, "new", "my model 100%")).length, 2);
    (await tf.loadLayersModel(`${address}/model.json`)).dispose();
    // As tfjs-node takes it: the path as it stands
    const path = join(folder, "new", "my model 100%");
    (await tf.loadLayersModel(`file://${path}/model.json`)).dispose();
    await Deno.rename(path, join(folder, "a%20b"));
    (await tf.loadLayersModel(`file://${folder}/a%20b/model.json`)).dispose();
    model.dispose();
  });
});

/** A graph that doubles its input. */
const graph = {
  modelTopology: {
    node: [
      { name: "x", op: "Placeholder", attr: { dtype: { type: "DT_FLOAT" } } },
      {
        name: "two",
        op: "Const",
        attr: {
          dtype: { type: "DT_FLOAT" },
          value: { tensor: { dtype: "DT_FLOAT", tensorShape: {} } },
        },
      },
      {
        name: "y",
        op: "Mul",
        input: ["x", "two"],
        attr: { T: { type: "DT_FLOAT" } },
      },
    ],
    versions: {},
  },
  format: "graph-model",
  weightsManifest: [{
    paths: ["a.bin"],
    weights: [{ name: "two", shape: [], dtype: "float32" }],
  }],
};

Deno.test("file:// loads a graph model", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "model.json");
    await Deno.writeTextFile(path, JSON.stringify(graph));
    await Deno.writeFile(
      join(folder, "a.bin"),
      new Uint8Array(Float32Array.of(2).buffer),
    );
    const model = await tf.loadGraphModel(`file://${path}`);
    const y = model.predict(tf.tensor1d([1, 2])) as tf.Tensor;
    assertEquals(Array.from(y.dataSync()), [2, 4]);
    model.dispose();
  });
});

Deno.test("file:// says which file is missing", async () => {
  await inFolder(async (folder) => {
    const load = () => tf.loadLayersModel(`file://${folder}/none.json`);
    await assertRejects(load, Error, "none.json does not exist");
    const path = join(folder, "model.json");
    await Deno.writeTextFile(path, JSON.stringify(graph));
    await assertRejects(
      () => tf.loadGraphModel(`file://${path}`),
      Error,
      "a.bin does not exist",
    );
  });
});

Deno.test("files that may not be read or written are named, with the flag", async () => {
  const outside = "/no/such/folder";
  assertThrows(
    () => tf.node.summaryFileWriter(outside),
    Deno.errors.NotCapable,
    `--allow-write="${outside}"`,
  );
  await assertRejects(
    () => tf.node.loadSavedModel(outside),
    Deno.errors.NotCapable,
    `--allow-read="${outside}"`,
  );
});

Deno.test("requirePublished() has what init() loaded", () => {
  assertEquals(requirePublished("tf.node.decodePng").node !== tf.node, true);
});
