import { RecordingError } from "../../backend/errors.ts";
import { ScopedFlag } from "../scoped_flag.ts";

/** TensorFlow.js operations that draw random numbers in JavaScript. */
const drawsInJavaScript = /^(rand\w*|truncatedNormal)__op$/;

/**
 * Refuses random numbers that JavaScript draws: they would be the same at each
 * call.
 */
export class JavaScriptDraws {
  readonly #allowed = new ScopedFlag();
  readonly #activeOp: () => string | undefined;

  /** @param activeOp Names the TensorFlow.js operation being run: `mul__op`. */
  constructor(activeOp: () => string | undefined) {
    this.#activeOp = activeOp;
  }

  /** Runs a function whose numbers follow from a seed. */
  allow<Result>(fn: () => Result): Result {
    return this.#allowed.during(fn);
  }

  /** @throws {RecordingError} if the current operation draws its values. */
  refuse(): void {
    const op = this.#activeOp();
    if (this.#allowed.isSet || !op || !drawsInJavaScript.test(op)) return;
    throw new RecordingError(
      `Cannot record tf.${
        op.slice(0, -"__op".length)
      }: random numbers must be drawn by TensorFlow, and this operation draws them in JavaScript; use tf.randomUniform, tf.randomNormal, tf.truncatedNormal or tf.dropout, or draw outside and pass the tensor as an argument`,
    );
  }
}
