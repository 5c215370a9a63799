/**
 * A saved model that is missing, damaged or of the wrong kind, or one that can't be
 * saved. The message is one line for the user.
 */
export class ModelError extends Error {
  override name = "ModelError";
}

/** What the user can do if a model can't be used. */
export const ADVICE =
  'train a model with "deno task train", or name another one';
