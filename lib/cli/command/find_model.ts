import { join, resolve } from "node:path";
import { fileErrorAs } from "../../files/errors.ts";
import { ADVICE, ModelError } from "../../model/errors.ts";
import { resultFolder } from "../../runs/contents.ts";
import { runsNewestFirst } from "../../runs/newest.ts";
import { projectModelFolder } from "./folders.ts";

/**
 * The folder of the model that a command uses.
 *
 * @param named Folder of a model or of a run. Of a run, it is the model that training
 * ended with: the last epoch's or, with early stopping, the best epoch's. If undefined,
 * it is the run that started last.
 * @param runs Folder of all runs.
 * @param otherwise Folder of the model that is taken where there is no run.
 * @throws {ModelError} if there is no model.
 */
export async function findModel(
  named: string | undefined,
  runs: string,
  otherwise: string = projectModelFolder(),
): Promise<string> {
  if (named !== undefined) {
    for (const folder of [named, ...await modelsOf(named)]) {
      if (await holdsModel(folder)) return folder;
    }
    throw new ModelError(
      `Cannot find a model in "${named}": it must hold model.json or, as a run does, last/model.json: it holds neither; ${ADVICE}`,
    );
  }
  for (const run of await runsIn(runs)) {
    for (const folder of await modelsOf(run)) {
      if (await holdsModel(folder)) return folder;
    }
  }
  if (await holdsModel(otherwise)) return otherwise;
  throw new ModelError(
    `Cannot find a model: "${runs}" must hold a run: it holds none; ${ADVICE}`,
  );
}

/** Names a model's folder in a line for the user, who may not have trained it. */
export function describeModel(folder: string): string {
  return resolve(folder) === projectModelFolder()
    ? "data/model (comes with the project; deno task train makes one of your own)"
    : folder;
}

async function holdsModel(folder: string): Promise<boolean> {
  try {
    return (await Deno.stat(join(folder, "model.json"))).isFile;
  } catch (error) {
    const absent = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotADirectory;
    if (absent) return false;
    throw fileErrorAs(
      ModelError,
      `Cannot look into "${folder}"`,
      error,
      ADVICE,
    );
  }
}

/** Folders in which a run may keep its model; the first one that exists counts. */
async function modelsOf(run: string): Promise<string[]> {
  return [await resultFolder(run), join(run, "last")];
}

async function runsIn(folder: string): Promise<string[]> {
  try {
    return await runsNewestFirst(folder);
  } catch (error) {
    throw fileErrorAs(
      ModelError,
      `Cannot look into "${folder}"`,
      error,
      ADVICE,
    );
  }
}
