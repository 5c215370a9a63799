import { assertEquals, assertRejects } from "@std/assert";
import {
  Uint8ArrayReader,
  Uint8ArrayWriter,
  ZipReader,
  ZipWriter,
} from "@zip.js/zip.js";
import { init, loadKeras, tf } from "../../../../lib/tensorflow/mod.ts";
import written from "./network.json" with { type: "json" };

await init();
const path = new URL("network.keras", import.meta.url);

/** The archive with some of its parts replaced, or left out if they are null. */
async function changed(
  parts: Readonly<Record<string, string | null>>,
): Promise<Uint8Array<ArrayBuffer>> {
  const options = { useWebWorkers: false };
  const reader = new ZipReader(
    new Uint8ArrayReader(await Deno.readFile(path)),
    options,
  );
  const writer = new ZipWriter(new Uint8ArrayWriter(), options);
  for (const entry of await reader.getEntries()) {
    if (entry.directory) continue;
    const bytes = await entry.getData(new Uint8ArrayWriter());
    const part = parts[entry.filename];
    if (part === null) continue;
    const text = part === undefined ? bytes : new TextEncoder().encode(part);
    await writer.add(entry.filename, new Uint8ArrayReader(text));
  }
  await reader.close();
  return await writer.close();
}

/** Checks a model's answer against Keras's. */
function assertAnswers(model: tf.LayersModel): void {
  const inputs = [tf.tensor(written.pictures), tf.tensor(written.words)];
  const answer = model.predict(inputs) as tf.Tensor;
  const expected = tf.tensor(written.answer);
  assertEquals(answer.shape, expected.shape);
  const difference = answer.sub(expected).abs().max().dataSync()[0];
  assertEquals(difference < 1e-5, true, `${difference}`);
  model.dispose();
}

const files = { URL: path, path: path.pathname, address: path.href };
for (const [name, file] of Object.entries(files)) {
  Deno.test(`loadKeras() of a file's ${name} answers as Keras does`, async () => {
    assertAnswers(await loadKeras(file));
  });
  if (typeof file !== "string") continue;
  Deno.test(`tf.loadLayersModel() of a .keras file's ${name} answers as Keras does`, async () => {
    const before = tf.memory().numTensors;
    const model = await tf.loadLayersModel(file);
    assertEquals(tf.memory().numTensors - before, model.weights.length);
    assertAnswers(model);
  });
}

Deno.test("tf.loadLayersModel() loads a .keras file by HTTP, or says what the server answers", async () => {
  const bytes = await Deno.readFile(path);
  const fetchFunc = (input: unknown): Promise<Response> => {
    const found = `${input}`.endsWith("/network.keras");
    return Promise.resolve(
      found
        ? new Response(bytes)
        : new Response("", { status: 404, statusText: "Not Found" }),
    );
  };
  const load = (name: string) =>
    tf.loadLayersModel(`https://example.org/${name}`, { fetchFunc });
  assertAnswers(await load("network.keras"));
  await assertRejects(
    () => load("missing.keras"),
    Error,
    'Cannot load "https://example.org/missing.keras": the server must answer with the file: it answers 404 Not Found',
  );
});

const faults: [string, () => Promise<Uint8Array<ArrayBuffer>>, string][] = [
  [
    "no ZIP archive",
    () => Promise.resolve(new Uint8Array(100)),
    "Cannot load the model: it must be a file of Keras 3, which is a ZIP archive",
  ],
  [
    "no weights",
    () => changed({ "model.weights.h5": null }),
    "Cannot load the model: it must have the part model.weights.h5; save it with Keras 3 again",
  ],
  [
    "damaged JSON",
    () => changed({ "config.json": "{" }),
    "Cannot load the model: a part of it is damaged: ",
  ],
  [
    "weights that are no HDF5",
    () => changed({ "model.weights.h5": "nothing" }),
    "Cannot load the model: model.weights.h5 must be an HDF5 file; save it again",
  ],
  [
    "a layer that TensorFlow.js lacks",
    () =>
      changed({
        "config.json": JSON.stringify({
          class_name: "Sequential",
          config: {
            name: "s",
            layers: [{ class_name: "Fancy", config: { name: "fancy" } }],
          },
        }),
      }),
    "Cannot load the model: TensorFlow.js must have its layer Fancy; register a class of that name by tf.serialization.registerClass()",
  ],
];

for (const [what, make, message] of faults) {
  Deno.test(`loadKeras() refuses ${what} in one line`, async () => {
    const bytes = await make();
    const error = await assertRejects(() => loadKeras(bytes), Error, message);
    assertEquals(error.message.includes("\n"), false);
  });
}

Deno.test("loadKeras() says in one line that a file can't be read", async () => {
  await assertRejects(
    () => loadKeras("missing.keras"),
    Error,
    'Cannot load "missing.keras": it must be a file that can be read: No such file',
  );
});
