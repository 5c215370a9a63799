/**
 * The lines of a training log, letter by letter those of a program based on
 * PyTorch's MNIST example.
 *
 * @module
 */
import { pythonFixed, pythonRepr } from "./python_format.ts";

/** A network's score on a set of images: a `Score` of `lib/evaluation`. */
export interface Score {
  /** Mean cross-entropy of the images, in nats. */
  readonly loss: number;
  /** Images classified correctly. */
  readonly correct: number;
  /** Images in all. */
  readonly count: number;
}

/** Where the images came from: a `DataSource` of `lib/data`. */
export interface ImageSource {
  /** `synthetic`: drawn by this project. */
  readonly kind: string;
  /** Set if images held out of the training set replace the test set. */
  readonly heldOut?: "validation";
}

/** Text before the bar: the last batch's loss and number, from 0. */
export function batchDescription(loss: number, batch: number): string {
  return `loss=${pythonRepr(loss)} batch_id=${batch}`;
}

/** The line after each epoch, with an empty line before and after it. */
export function epochLine(score: Score, source: ImageSource): string {
  return `\n${resultLine("Test set", score, source)}\n`;
}

/** What a result line begins with. */
export type ResultName =
  | "Test set"
  | "Train Data"
  | "Test Data"
  | "Test Data, mean of 9 views"
  | "Test Data, teachers together";

/**
 * The result on a whole set: `Train Data: Average loss: …`. `Test` is replaced by
 * `Validation` if images held out of the training set replace the test set.
 */
export function resultLine(
  name: ResultName,
  score: Score,
  source: ImageSource,
): string {
  const { loss, correct, count } = score;
  const set = source.heldOut ? name.replace("Test", "Validation") : name;
  return `${set}: Average loss: ${
    pythonFixed(loss, 4)
  }, Accuracy: ${correct}/${count} (${pythonFixed(100 * correct / count, 2)}%)${
    sourceLabel(source)
  }`;
}

/** Ends a result line, so that synthetic digits are never taken for MNIST. */
export function sourceLabel(source: Pick<ImageSource, "kind">): string {
  return source.kind === "synthetic" ? " [synthetic digits, not MNIST]" : "";
}
