import { join } from "node:path";
import { ADVICE, ModelError, modelFileError } from "../model/errors.ts";

/**
 * The folder of the model that a command is to use.
 *
 * @param named A model's folder, or a run's, whose last epoch is taken then;
 * without it, the run that was begun last.
 * @param runs Folder of the runs.
 * @throws {ModelError} if there is none.
 */
export async function findModel(
  named: string | undefined,
  runs: string,
): Promise<string> {
  if (named !== undefined) {
    for (const folder of [named, join(named, "last")]) {
      if (await holdsModel(folder)) return folder;
    }
    throw new ModelError(
      `Cannot find a model in "${named}": it must hold model.json or, as a run does, last/model.json: it holds neither; ${ADVICE}`,
    );
  }
  for (const name of (await namesIn(runs)).sort().reverse()) {
    const last = join(runs, name, "last");
    if (await holdsModel(last)) return last;
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
    throw modelFileError(`Cannot look into "${folder}"`, error, ADVICE);
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) =>
      name
    );
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw modelFileError(`Cannot look into "${folder}"`, error, ADVICE);
  }
}
