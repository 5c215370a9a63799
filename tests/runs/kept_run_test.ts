import { assertEquals, assertRejects } from "@std/assert";
import { inFolder } from "../support/folder.ts";
import { isFinished } from "../../lib/runs/contents.ts";
import { startRun, trainInRun } from "../../lib/runs/kept_run.ts";
import { lockRun } from "../../lib/runs/lock.ts";
import { readConfig, readHistory } from "../../lib/runs/record.ts";
import { createNetwork } from "../../lib/model/network.ts";
import { init } from "../../lib/tensorflow/mod.ts";
import { CheckpointError } from "../../lib/training/errors.ts";
import { dataset, recipe } from "../training/checkpoints/fixtures.ts";

const plan = { dataset, recipe };

/** Each epoch's training loss, of a run that is stopped after so many steps. */
async function lossesOf(folder: string, stopAfter?: number) {
  const run = await startRun(folder, plan, await init());
  const model = createNetwork(recipe.network, recipe.seed);
  const positions: (readonly number[])[] = [];
  const onResume = ({ epoch, batch }: { epoch: number; batch: number }) =>
    positions.push([epoch, batch]);
  if (stopAfter !== undefined) {
    const stop = new AbortController();
    let steps = 0;
    const onBatch = () => void (++steps === stopAfter && stop.abort());
    const options = { onBatch, onResume, signal: stop.signal };
    await assertRejects(
      () => trainInRun(run, model, plan, options),
      DOMException,
    );
  }
  const epochs = await trainInRun(run, model, plan, { onResume });
  const history = await readHistory(run.path);
  assertEquals(history?.epochs, epochs);
  assertEquals(run.epochs, epochs);
  assertEquals(await isFinished(run.path), false, "keepFinal() finishes it");
  model.dispose();
  return { losses: epochs.map(({ trainLoss }) => trainLoss), positions };
}

Deno.test("trainInRun() goes on after a stop, to the same numbers", () =>
  inFolder(async (folder) => {
    const whole = await lossesOf(`${folder}/whole`);
    assertEquals(whole.losses.length, recipe.epochs);
    assertEquals(whole.positions, []);
    const stopped = await lossesOf(`${folder}/stopped`, 7);
    assertEquals(stopped.losses, whole.losses);
    assertEquals(stopped.positions, [[2, 2]]);
  }));

Deno.test("startRun() writes down what the run starts with", () =>
  inFolder(async (folder) => {
    const { path } = await startRun(folder, plan, await init());
    const config = await readConfig(path);
    assertEquals(config?.recipe, recipe);
    assertEquals(config?.data.name, dataset.source.name);
  }));

Deno.test("trainInRun() refuses a folder in which another process trains", () =>
  inFolder(async (folder) => {
    const run = await startRun(folder, plan, await init());
    using _lock = await lockRun(run.path);
    const model = createNetwork(recipe.network, recipe.seed);
    await assertRejects(
      () => trainInRun(run, model, plan),
      CheckpointError,
      `Cannot train in "${run.path}": it must be free`,
    );
    model.dispose();
  }));
