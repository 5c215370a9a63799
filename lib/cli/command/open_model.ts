import { loadModel, type SavedModel } from "../../model/files/model_folder.ts";
import { selectBackend } from "../../tensorflow/select_backend.ts";
import { findModel } from "./find_model.ts";
import { runsFolder } from "./folders.ts";
import { say } from "./output.ts";

/** A model and the folder that it was loaded from. */
export interface OpenedModel extends SavedModel {
  readonly folder: string;
}

/**
 * Finds and loads the model that a command uses, on the first backend that works.
 *
 * @param named As `findModel()` takes it.
 * @throws {ModelError} if there is no model, or it can't be loaded.
 * @throws {LibraryError | BackendError} if no backend can be used.
 */
export async function openModel(
  named: string | undefined,
  signal: AbortSignal,
): Promise<OpenedModel> {
  const folder = await findModel(named, runsFolder());
  const { description } = await selectBackend({ library: { signal } });
  say(`Backend: ${description}`);
  return { folder, ...await loadModel(folder) };
}
