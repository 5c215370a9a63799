import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { summary } from "../../../../lib/tensorflow/mod.ts";
import { inFolder, namesIn } from "../../../support/folder.ts";
import { alive, tf } from "../../../support/tensorflow.ts";

/** The tags in a folder's only event file, each with its steps. */
async function written(folder: string): Promise<Record<string, number[]>> {
  const [name] = namesIn(folder).filter(summary.isEventFile);
  const events = summary.readEvents(await Deno.readFile(join(folder, name)));
  const steps: Record<string, number[]> = {};
  for (const { step, tags } of events) {
    for (const tag of tags) (steps[tag] ??= []).push(step);
  }
  return steps;
}

/** Fits a line for two epochs of three batches. */
async function fit(options: tf.ModelFitArgs): Promise<void> {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 1, inputShape: [1] })],
  });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const x = tf.range(0, 1, 1 / 6).expandDims(1);
  await model.fit(x, x, { epochs: 2, batchSize: 2, ...options });
  x.dispose();
  model.dispose();
}

Deno.test("summaryFileWriter() writes scalars and histograms, and leaves no tensor", async () => {
  await inFolder(async (folder) => {
    const writer = tf.node.summaryFileWriter(folder);
    const before = alive();
    for (const step of [1, 2, 3]) writer.scalar("loss", 1 / step, step);
    tf.tidy(() => {
      writer.scalar("tensor", tf.scalar(2), 1);
      writer.histogram("values", tf.tensor1d([1, 2, 4]), 1, 4);
      writer.histogram("same", tf.ones([3]), 1);
    });
    // The step's number lives until the next one
    assertEquals(alive().tensors, before.tensors);
    writer.flush();
    assertEquals(await written(folder), {
      loss: [1, 2, 3],
      tensor: [1],
      values: [1],
      same: [1],
    });
  });
});

Deno.test("tensorBoard() writes the epochs' losses, and the batches'", async () => {
  await inFolder(async (folder) => {
    await fit({
      verbose: 0,
      validationSplit: 0.5,
      callbacks: tf.node.tensorBoard(folder, {
        updateFreq: "batch",
        histogramFreq: 1,
      }),
    });
    const train = await written(join(folder, "train"));
    assertEquals(train.epoch_loss, [1, 2]);
    assertEquals(train.batch_loss.length, 4);
    assertEquals(Object.keys(train).length > 2, true); // histograms of weights
    assertEquals(await written(join(folder, "val")), { epoch_loss: [1, 2] });
  });
});

Deno.test("fit() shows its progress in place of tfjs-node, unless it is told not to", async () => {
  const lines: string[] = [];
  const { log } = console;
  console.log = (line: string) => lines.push(line);
  // tfjs-node keeps the function that it finds first
  const { progressBarHelper } = await import(
    "@tensorflow/tfjs-node-gpu/dist/callbacks.js"
  );
  const kept = progressBarHelper.log;
  progressBarHelper.log = console.log;
  try {
    await fit({});
    assertEquals(lines, []);
    await import("../../../../lib/tensorflow/tfjs_node.ts");
    await fit({ verbose: 0 });
    assertEquals(lines, []);
    await fit({});
  } finally {
    progressBarHelper.log = kept;
    console.log = log;
  }
  assertStringIncludes(lines[0], "Epoch 1 / 2");
  assertMatch(lines[1], /ms \d+us\/step - loss=/);
  assertEquals(lines.length, 4);
});
