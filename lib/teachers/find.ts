/** Finds the teachers: finished runs whose networks another one learns from. @module */
import { createHash } from "node:crypto";
import type { DatasetRecord } from "../data/dataset_digest.ts";
import { fileErrorAs } from "../files/errors.ts";
import { ensembleOf } from "../model/ensemble.ts";
import { loadModel, weightsDigest } from "../model/files/model_folder.ts";
import type { Normalization } from "../model/normalization.ts";
import type { tf } from "../tensorflow/mod.ts";
import type { AffineOptions } from "../training/augmentation/affine.ts";
import { TeacherError } from "../training/errors.ts";
import { type FinishedRun, finishedRuns } from "../runs/finished.ts";
import type { Recipe } from "../training/recipes/recipes.ts";

/** Teachers on disk. */
export interface Teachers {
  /** Folders of their models, sorted by the runs' names. */
  readonly models: readonly string[];
  /** Names of the other folders, whose runs are unfinished. */
  readonly unfinished: readonly string[];
  /** SHA-256 of their weights' digests, in hexadecimal. */
  readonly sha256: string;
  /** Ranges of the random moves of the images they were trained on. */
  readonly augmentation: AffineOptions;
  /** Of the images they were trained on. */
  readonly normalization: Normalization;
}

/** What to do if there are none. */
const ADVICE =
  "train them by deno task sweep sweeps/teachers.json, or name a folder of other runs with --teachers";

/**
 * Finds the finished runs in a folder; all of them are teachers.
 *
 * @param under Folder of the runs.
 * @param digits The digits that the student learns from and is scored on. The teachers
 * must have had the same: teachers that were trained on the student's test images would
 * leak their labels.
 * @throws {TeacherError} if there are none, or one is damaged, learned from soft
 * targets itself, had other digits, or had images augmented differently from the others'
 * or by more than an affine map.
 * @throws {ModelError} if a model is missing or damaged.
 */
export async function findTeachers(
  under: string,
  digits: Pick<DatasetRecord, "sha256">,
): Promise<Teachers> {
  const action = `Cannot learn from the runs in "${under}"`;
  const runs = await finishedRuns(under, (message) => {
    throw new TeacherError(`${action}: each must be whole: ${message}`);
  }).catch((error) => {
    throw fileErrorAs(TeacherError, action, error, ADVICE);
  });
  if (runs.length === 0) {
    throw new TeacherError(
      `${action}: it must hold runs that were trained to their end: it holds none; ${ADVICE}`,
    );
  }
  const augmentation = requireTeachable(runs, digits, action);
  const { normalization } = runs[0].config;
  const models = runs.sort((a, b) => a.name < b.name ? -1 : 1)
    .map(({ result }) => result);
  const hash = createHash("sha256");
  for (const model of models) hash.update(await weightsDigest(model));
  const sha256 = hash.digest("hex");
  const names = new Set(runs.map(({ name }) => name));
  const unfinished = (await Array.fromAsync(Deno.readDir(under)))
    .filter(({ name, isDirectory }) => isDirectory && !names.has(name))
    .map(({ name }) => name).sort();
  return { models, unfinished, sha256, augmentation, normalization };
}

/** Checks that the runs can teach together, and gives the augmentation of all. */
function requireTeachable(
  runs: readonly FinishedRun[],
  digits: Pick<DatasetRecord, "sha256">,
  action: string,
): AffineOptions {
  const other = runs.find(({ config }) => config.data.sha256 !== digits.sha256);
  if (other) {
    throw new TeacherError(
      `${action}: all must have been trained on the images that are learned from now, and on no others: "${other.name}" was trained on ${other.config.data.trainCount} images of ${other.config.data.name}, or others are held out; ${ADVICE}`,
    );
  }
  const student = runs.find(({ config }) => config.recipe.distillation);
  if (student) {
    throw new TeacherError(
      `${action}: all must have learned from labels: "${student.name}" learned from others; ${ADVICE}`,
    );
  }
  const [first, ...rest] = runs.map(({ config }) => affineOf(config.recipe));
  if (
    first === undefined ||
    rest.some((each) => JSON.stringify(each) !== JSON.stringify(first))
  ) {
    throw new TeacherError(
      `${action}: the images of all must have been moved by the same ranges, and neither bent nor erased: they differ, or were; ${ADVICE}`,
    );
  }
  return first;
}

/** The ranges of a recipe's affine augmentation; undefined if it bends or erases. */
function affineOf(
  { augmentation: { elastic, erasing, fade: _, ...affine } = {} }: Recipe,
): AffineOptions | undefined {
  if (elastic || erasing) return undefined;
  const { rotation, shift, scale, shear, aspect } = affine;
  // In a fixed order and without zeros, so that equal ones compare equal
  const ranges = Object.entries({ rotation, shift, scale, shear, aspect });
  return Object.fromEntries(ranges.filter(([, range]) => range));
}

/**
 * Loads teachers as one network, which averages their logits.
 *
 * @throws {ModelError} if a model is missing or damaged.
 */
export async function loadTeachers(
  { models }: Teachers,
): Promise<tf.LayersModel> {
  const teachers: tf.LayersModel[] = [];
  for (const folder of models) {
    const { model } = await loadModel(folder);
    teachers.push(model);
  }
  return ensembleOf(teachers);
}
