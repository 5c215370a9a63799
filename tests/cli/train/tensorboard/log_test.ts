import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { basename, join } from "node:path";
import { UsageError } from "../../../../lib/cli/command/flags.ts";
import { TensorBoardLog } from "../../../../lib/cli/train/tensorboard/log.ts";
import {
  cutLog,
  prepareLogFolder,
} from "../../../../lib/cli/train/tensorboard/log_folder.ts";
import { FileError } from "../../../../lib/files/errors.ts";
import { createNetwork } from "../../../../lib/model/network.ts";
import type { RunConfig } from "../../../../lib/runs/record.ts";
import { init, summary } from "../../../../lib/tensorflow/mod.ts";
import { Checkpoints } from "../../../../lib/training/checkpoints/checkpoints.ts";
import { identifyRun } from "../../../../lib/training/checkpoints/run_identity.ts";
import { train } from "../../../../lib/training/loop.ts";
import { allVariables } from "../../../../lib/training/weights/variables.ts";
import { inFolder, namesIn } from "../../../support/folder.ts";
import {
  dataset,
  recipe as small,
} from "../../../training/checkpoints/fixtures.ts";

/** 19 steps an epoch. */
const recipe = { ...small, batchSize: 2, averaging: { decay: 0.9 } };
const identity = identifyRun(dataset, recipe);
const { normalization } = identity;
const config: RunConfig = {
  ...identity,
  started: "2026-11-23T07:30:12.000Z",
  data: { ...dataset.source, ...identity.data },
  backend: "TensorFlow",
  versions: { deno: "2" },
};

interface Places {
  /** Folder of the run. */
  readonly path: string;
  /** What TensorBoard reads; without it, nothing is written. */
  readonly tensorboard?: string;
  readonly stopAfter?: number;
}

/** Trains from the run's newest checkpoint, and gives results and weights. */
async function trained({ path, tensorboard, stopAfter }: Places) {
  await init();
  await Deno.mkdir(path, { recursive: true });
  const model = createNetwork(recipe.network, 1);
  const checkpoints = await Checkpoints.open(
    join(path, "checkpoints"),
    identity,
  );
  const controller = new AbortController();
  let steps = 0;
  try {
    using log = tensorboard === undefined
      ? undefined
      : await TensorBoardLog.open(tensorboard, {
        ...{ run: { path, config }, model, dataset, normalization },
        position: checkpoints.stored?.checkpoint.position,
      });
    const history = await train(model, dataset, recipe, {
      ...{ normalization, checkpoints, signal: controller.signal },
      onBatch: (event) => {
        log?.addStep(event);
        if (++steps === stopAfter) controller.abort();
      },
      onEpoch: (result, test) => log?.addEpoch(result, test),
    });
    return {
      history: history.map(({ seconds: _, ...rest }) => rest),
      weights: allVariables(model).map((weight) => weight.dataSync()),
    };
  } catch (error) {
    if (error !== controller.signal.reason) throw error;
  } finally {
    model.dispose();
  }
}

/** Step and tags of all records, in the order of the files. */
async function eventsIn(folder: string): Promise<string[]> {
  const files = await Promise.all(
    namesIn(folder).map((name) => Deno.readFile(join(folder, name))),
  );
  return files.flatMap((file) =>
    [...summary.readEvents(file)].filter(({ tags }) => tags.length > 0)
      .map(({ step, tags }) => `${step} ${tags}`)
  );
}

Deno.test("TensorBoardLog changes no result, and writes nothing twice when a run goes on", () =>
  inFolder(async (folder) => {
    const place = (name: string) => join(folder, name, "run");
    const plain = await trained({ path: place("plain") });
    const tensorboard = join(folder, "logs");
    const logged = await trained({ path: place("logged"), tensorboard });
    assertEquals(logged, plain);
    const events = await eventsIn(join(tensorboard, "run"));
    assert(events.includes("19 loss/test") && events.includes("38 loss/test"));
    assert(events.includes("20 step/learning_rate"));
    assert(events.includes("0 configuration"));
    assert(events.includes("38 weights/conv1/kernel"));
    assert(events.includes("38 gradients/dense7/bias"));
    assert(events.some((event) => /^38 worst mistakes/.test(event)));

    // Stopped in epoch 2, with records after its last checkpoint
    const again = { path: place("again"), tensorboard: join(folder, "more") };
    await trained({ ...again, stopAfter: 33 });
    const runLog = join(again.tensorboard, basename(again.path));
    {
      using writer = new summary.SummaryWriter(runLog);
      writer.scalar("step/loss", 1, 40);
    }
    assertEquals(await trained(again), plain);
    assertEquals((await eventsIn(runLog)).sort(), events.sort());

    // Killed between the last epoch's checkpoint and its results
    await cutLog(runLog, 37);
    assertEquals(await trained(again), plain);
    const healed = await eventsIn(runLog);
    assertEquals(
      healed.filter((event) => event.startsWith("38 ")),
      ["38 loss/training", "38 loss/test", "38 accuracy/test"],
    );
  }));

Deno.test("TensorBoardLog gives up with a warning, and training goes on", () =>
  inFolder(async (folder) => {
    const blocked = join(folder, "logs");
    await Deno.writeTextFile(blocked, "a file");
    const outcome = await trained({
      path: join(folder, "run"),
      tensorboard: blocked,
    });
    assertEquals(outcome?.history.length, 2);
  }));

Deno.test("prepareLogFolder() refuses what can't be written, and other runs' files", () =>
  inFolder(async (folder) => {
    const backend = { name: "tensorflow" } as const;
    const logs = join(folder, "a", "logs");
    await prepareLogFolder(logs, backend, { out: "x/run" });
    assertEquals(namesIn(logs), []);
    await Deno.mkdir(join(logs, "run"));
    await Deno.writeTextFile(join(logs, "run", "events.out.tfevents.1"), "");
    const error = await assertRejects(
      () => prepareLogFolder(logs, backend, { out: "x/run" }),
      UsageError,
    );
    assertMatch(error.message, /must hold no other run's files/);
    await prepareLogFolder(logs, backend, {}); // Resumed
    await assertRejects(
      () => prepareLogFolder(logs, { name: "cpu" }, {}),
      UsageError,
      "the backend is cpu",
    );
    const file = join(folder, "file");
    await Deno.writeTextFile(file, "");
    await assertRejects(
      () => prepareLogFolder(join(file, "logs"), backend, {}),
      FileError,
      "Cannot write TensorBoard's files into",
    );
  }));
