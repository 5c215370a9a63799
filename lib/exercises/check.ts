/** Tells a reader whether an exercise's answer is right, or what is off. @module */
import { print } from "../jupyter/mod.ts";

/** An exercise with one right answer. */
export interface Exercise<Answer> {
  /**
   * What is off, as a sentence that points the way without giving the answer
   * away; nothing if the answer is right.
   */
  readonly hint: (
    answer: Answer,
  ) => string | undefined | Promise<string | undefined>;
  /** What a right answer shows, as a sentence. */
  readonly insight?: string;
}

/**
 * Prints "Right.", with the exercise's insight, or what is off.
 *
 * @param answer The stub's `undefined` counts as not answered yet. An error that
 * the answer throws, if it is a function, is shown as what is off.
 */
export async function check<Answer>(
  exercise: Exercise<Answer>,
  answer: Answer | undefined,
): Promise<void> {
  await print(await verdict(exercise, answer));
}

/** What {@linkcode check} prints. */
export async function verdict<Answer>(
  { hint, insight }: Exercise<Answer>,
  answer: Answer | undefined,
): Promise<string> {
  if (answer === undefined) return "Not answered yet: fill in the cell above.";
  try {
    const off = await hint(answer);
    if (off !== undefined) return `Not yet: ${off}`;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return `Not yet: the answer threw ${error.name}: ${error.message}`;
  }
  return insight === undefined ? "Right." : `Right. ${insight}`;
}
