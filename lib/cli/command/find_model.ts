import { join } from "node:path";
import { fileErrorAs } from "../../files/errors.ts";
import { ADVICE, ModelError } from "../../model/errors.ts";
import { resultFolder } from "../../runs/folder.ts";
import { runsNewestFirst } from "../../runs/newest.ts";

/**
 * The folder of the model that a command is to use.
 *
 * @param named A model's folder, or a run's, of which what training ended with
 * is taken: the last epoch, or the best one where the run was to stop early.
 * Without it, the run that was begun last.
 * @param runs Folder of the runs.
 * @throws {ModelError} if there is none.
 */
export async function findModel(
  named: string | undefined,
  runs: string,
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
  throw new ModelError(
    `Cannot find a model: "${runs}" must hold a run: it holds none; ${ADVICE}`,
  );
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

/** Where a run's model may be, the first that is there counts. */
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
