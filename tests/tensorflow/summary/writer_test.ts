import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { join } from "node:path";
import {
  compile,
  init,
  summary,
  TensorFlowError,
  tf,
} from "../../../lib/tensorflow/mod.ts";
import { requireTensorFlowBackend } from "../../../lib/tensorflow/backend/active.ts";
import { inFolder, namesIn } from "../../support/folder.ts";

/** Step and tags of each record in a folder's only file. */
async function written(folder: string): Promise<[number, string][]> {
  const [name, ...others] = namesIn(folder);
  assertEquals(others, []);
  assert(summary.isEventFile(name));
  const events = summary.readEvents(await Deno.readFile(join(folder, name)));
  // The first record holds the version of the format
  return [...events].slice(1).map(({ step, tags }) => [step, tags.join(" ")]);
}

Deno.test("SummaryWriter writes every kind of summary, and leaves no tensor", async () => {
  await init();
  await inFolder(async (folder) => {
    const live = () =>
      requireTensorFlowBackend("count").binding.getNumOfTensors();
    const values = tf.tensor1d([1, 2, 3]).exp();
    values.dataSync();
    const before = live();
    {
      using writer = new summary.SummaryWriter(folder);
      writer.hyperparameters({ rate: 0.1, kind: "sgd", nesterov: true }, 1.5e9);
      writer.text("configuration", "| a |\n| --- |\n| 1 |", 0);
      writer.scalar("loss", 0.5, 1);
      writer.scalar("loss", NaN, 2 ** 40);
      writer.histogram("weights", values, 2);
      const pixels = new Uint8Array(2 * 3 * 4).fill(9);
      writer.images("pictures", pixels, [2, 3, 4, 1], 3);
    }
    assertEquals(live(), before);
    values.dispose();
    assertEquals(await written(folder), [
      [0, "_hparams_/session_start_info"],
      [0, "configuration"],
      [1, "loss"],
      [2 ** 40, "loss"],
      [2, "weights"],
      [3, "pictures/image/0 pictures/image/1"],
    ]);
  });
});

Deno.test("SummaryWriter.flush() writes what is held back", async () => {
  await init();
  await inFolder(async (folder) => {
    using writer = new summary.SummaryWriter(folder, { flushMillis: 1e6 });
    writer.scalar("loss", 0.5, 1);
    writer.flush();
    assertEquals(await written(folder), [[1, "loss"]]);
  });
});

Deno.test("SummaryWriter says what it can't do", async () => {
  await init();
  await inFolder(async (folder) => {
    const file = join(folder, "file");
    await Deno.writeTextFile(file, "");
    assertThrows(
      () => new summary.SummaryWriter(join(file, "logs")),
      TensorFlowError,
      file,
    );
    const writer = new summary.SummaryWriter(join(folder, "logs"));
    using recorded = compile((x: tf.Tensor) => {
      writer.scalar("loss", 1, 1);
      return x.clone();
    });
    const x = tf.scalar(1);
    const error = assertThrows(() => recorded(x), Error);
    assertMatch(error.message, /must be done outside of compile\(\)/);
    x.dispose();
    writer[Symbol.dispose]();
    writer[Symbol.dispose]();
    assertThrows(() => writer.flush(), Error, "it was disposed");
  });
});
