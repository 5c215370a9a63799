/** The files of a run's folder, and a sweep's configuration. @module */
import { createHash } from "node:crypto";
import { FileError } from "../../../lib/files/errors.ts";
import { sha256 } from "../../../lib/files/sha256.ts";
import { ModelError } from "../../../lib/model/errors.ts";
import { loadModel } from "../../../lib/model/files/model_folder.ts";
import { createNetwork } from "../../../lib/model/network.ts";
import { readConfig } from "../../../lib/sweep/config.ts";
import { SweepError } from "../../../lib/sweep/errors.ts";
import { trialsOf } from "../../../lib/sweep/trials.ts";
import { variantsOf } from "../../../lib/sweep/variants.ts";
import { Checkpoints } from "../../../lib/training/checkpoints/checkpoints.ts";
import { CheckpointError } from "../../../lib/training/errors.ts";
import { recipes } from "../../../lib/training/recipes/recipes.ts";
import { RunFolder } from "../../../lib/runs/folder.ts";
import { readFinishedRecord, readMistakes } from "../../../lib/runs/record.ts";
import { identifyRun } from "../../../lib/training/checkpoints/run_identity.ts";
import { dataset, recipe } from "../../training/checkpoints/fixtures.ts";
import type { Files, Format } from "./format.ts";
import { type Bytes, joined } from "./mutations.ts";

const decoder = new TextDecoder();
const softTargets = "0123";
const identity = { ...identifyRun(dataset, recipe), softTargets };
const config = {
  started: "2025-11-23T07:30:12.000Z",
  recipe,
  data: { ...dataset.source, ...identity.data },
  normalization: identity.normalization,
  softTargets,
  backend: "cpu",
  versions: { deno: Deno.version.deno },
};
const epochs = [1, 2].map((epoch) => ({
  epoch,
  trainLoss: 0.5 / epoch,
  testLoss: 0.25 / epoch,
  testCorrect: 10 + epoch,
  testCount: dataset.test.count,
  learningRate: 0.05,
  seconds: 1.5,
}));

/**
 * Writes a small run and gives the formats of its files.
 *
 * @param folder It must be empty.
 */
export async function runFormats(folder: string): Promise<Format[]> {
  const model = createNetwork(recipe.network, recipe.seed);
  const run = await RunFolder.create({ out: folder }, config);
  for (const epoch of epochs) await run.keepEpoch(epoch, model);
  const score = { loss: 0.1, correct: 18, count: 20 };
  const mistake = { index: 3, label: 1, prediction: 7 };
  await run.keepFinal(score, score, [
    { ...mistake, confidence: 0.9, labelProbability: 0.1 },
  ]);
  const checkpoints = await Checkpoints.open(run.checkpoints, identity);
  const position = checkpoints.restore(model, {});
  position.history.push(...epochs.slice(0, 1));
  await checkpoints.save({ ...position, epoch: 2, batch: 1 });
  const kept = await filesOf(run.checkpoints);
  return [
    ...modelFormats(await filesOf(run.last)),
    ...checkpointFormats(kept, async (folder) => {
      const stored = await Checkpoints.open(folder, identity);
      stored.restore(model, {});
    }),
    ...recordFormats(await filesOf(run.path)),
  ];
}

function modelFormats(model: Files): Format[] {
  const name = Object.keys(model).find((name) => name.endsWith(".bin"))!;
  const json = decoder.decode(model["model.json"]);
  const digest = /"weightsSha256":"([0-9a-f]+)"/.exec(json)![1];
  const shared = {
    read: async (folder: string) => {
      (await loadModel(folder)).model.dispose();
    },
    errors: [ModelError],
  };
  return [
    {
      ...shared,
      name: "model.json",
      good: json,
      files: (content) => ({ ...model, "model.json": content }),
      // What TensorFlow.js finds wrong names the model's folder
      file: "",
    },
    {
      ...shared,
      name: "weights",
      good: model[name],
      files: (content) => ({ ...model, [name]: content }),
      file: name,
    },
    {
      ...shared,
      name: "weights, digest right",
      good: model[name],
      files: async (content) => {
        const text = json.replace(digest, await sha256(content));
        return {
          "model.json": new TextEncoder().encode(text),
          [name]: content,
        };
      },
      file: name,
    },
  ];
}

function checkpointFormats(
  files: Files,
  read: (folder: string) => Promise<void>,
): Format[] {
  const [[file, good]] = Object.entries(files);
  const shared = { read, errors: [CheckpointError], file };
  const end = 48 + new DataView(good.buffer).getUint32(44, true);
  return [
    {
      ...shared,
      name: "checkpoint",
      good,
      files: (content) => ({ [file]: content }),
    },
    {
      ...shared,
      name: "checkpoint, digest right",
      good,
      files: (content) => ({ [file]: withDigest(content) }),
    },
    {
      ...shared,
      name: "checkpoint's header, digest right",
      good: decoder.decode(good.subarray(48, end)),
      files: (header) => {
        const length = new Uint8Array(Uint32Array.of(header.length).buffer);
        const [start, tensors] = [good.subarray(0, 44), good.subarray(end)];
        return { [file]: withDigest(joined(start, length, header, tensors)) };
      },
    },
  ];
}

/** Gives a checkpoint the right digest. */
function withDigest(bytes: Bytes): Bytes {
  if (bytes.length < 40) return bytes;
  bytes.set(createHash("sha256").update(bytes.subarray(40)).digest(), 8);
  return bytes;
}

function recordFormats(run: Files): Format[] {
  return ["config.json", "history.json", "mistakes.json"].map((file) => ({
    name: file,
    good: decoder.decode(run[file]),
    files: (content) => ({
      "config.json": run["config.json"],
      "history.json": run["history.json"],
      "mistakes.json": run["mistakes.json"],
      [file]: content,
    }),
    read: async (folder) => {
      await readFinishedRecord(folder);
      await readMistakes(folder);
    },
    errors: [FileError],
    file,
  }));
}

/** The formats of a sweep's configuration: a grid, and random settings. */
export function sweepFormats(): Format[] {
  const shared = { recipe: "best", split: "validation", seeds: [1, 2] };
  const ways = {
    grid: { "schedule.peak": [0.01, 0.02], batchSize: [32, 64] },
    random: {
      trials: 3,
      seed: 3,
      vary: {
        "schedule.peak": { from: 0.001, to: 0.1, scale: "log" },
        "network.hidden": { from: 8, to: 64, whole: true },
        "augmentation.rotation": [4, 8],
      },
    },
  };
  return Object.entries(ways).map(([way, settings]) => ({
    name: `sweep, ${way}`,
    good: JSON.stringify({ ...shared, set: { epochs: 1 }, [way]: settings }),
    files: (content) => ({ "sweep.json": content }),
    read: async (folder) => {
      const path = `${folder}/sweep.json`;
      const config = await readConfig(path);
      trialsOf(config, variantsOf(config, recipes, path));
    },
    errors: [SweepError],
    file: "sweep.json",
  }));
}

/** The plain files of a folder. */
async function filesOf(folder: string): Promise<Files> {
  const files: Record<string, Bytes> = {};
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (isFile) files[name] = await Deno.readFile(`${folder}/${name}`);
  }
  return files;
}
