/** Keras's `IntegerLookup`: whole numbers as positions in a list. @module */
import { tf } from "../../../tfjs.ts";
import { type LayerOptions, Mapping, type Shape } from "../layer.ts";
import { encode, encodedShape, type OutputMode } from "./encode.ts";

/** The options of `integerLookup()`. */
export interface IntegerLookupArgs extends LayerOptions {
  /** The known numbers. */
  readonly vocabulary: readonly number[];
  /** How many positions unknown numbers share, before the known. Default 1. */
  readonly numOovIndices?: number;
  /** A number that stands for none, at position 0. Default null. */
  readonly maskToken?: number | null;
  /** What `invert` makes of the positions of unknown numbers. Default -1. */
  readonly oovToken?: number;
  /** Positions to numbers. Default false. */
  readonly invert?: boolean;
  /** Default "int". */
  readonly outputMode?: OutputMode;
}

/** What must be as it is by default. */
const defaults = {
  sparse: false,
  oovMethod: "floormod",
  salt: null,
  idfWeights: null,
  padToMaxTokens: false,
};

class IntegerLookup extends Mapping<object> {
  /** @nocollapse */
  static className = "IntegerLookup";
  readonly #options: Required<
    Omit<IntegerLookupArgs, keyof LayerOptions | "maskToken">
  >;
  readonly #mask: number | null;

  constructor(args: IntegerLookupArgs) {
    const { numOovIndices = 1, oovToken = -1, invert = false } = args;
    const { vocabulary, outputMode = "int", maskToken = null } = args;
    const options = { vocabulary, numOovIndices, oovToken, invert, outputMode };
    super(args, { ...options, maskToken });
    if (
      !Array.isArray(vocabulary) || !vocabulary.every((n) => n === (n | 0))
    ) {
      throw this.refusal(
        "vocabulary",
        "a list of int32 numbers (what adapt() finds is not in a model's configuration)",
        vocabulary ?? null,
      );
    }
    if (!/^(int|oneHot|multiHot|count)$/.test(outputMode)) {
      const known = '"int", "oneHot", "multiHot" or "count"';
      throw this.refusal("outputMode", known, outputMode);
    }
    for (const [option, only] of Object.entries(defaults)) {
      const value = (args as unknown as Record<string, unknown>)[option];
      if ((value ?? only) === only) continue;
      throw this.refusal(option, JSON.stringify(only), value);
    }
    this.#mask = maskToken;
    const special = [
      ...maskToken === null ? [] : [maskToken],
      ...Array<number>(numOovIndices).fill(oovToken),
    ];
    const hasSpecial = special.length > 0 &&
      special.every((token, i) => vocabulary[i] === token);
    this.#options = {
      ...options,
      vocabulary: hasSpecial ? vocabulary.slice(special.length) : vocabulary,
    };
  }

  /** How many positions are before those of unknown numbers. */
  get #start(): number {
    return this.#mask !== null && this.#options.outputMode === "int" ? 1 : 0;
  }

  get #depth(): number {
    const { vocabulary, numOovIndices } = this.#options;
    return this.#start + numOovIndices + vocabulary.length;
  }

  protected override map(x: tf.Tensor): tf.Tensor {
    const { outputMode, invert } = this.#options;
    const given = x.toInt();
    if (invert) return this.#numbers(given);
    return encode(this.#positions(given), outputMode, this.#depth);
  }

  #numbers(positions: tf.Tensor): tf.Tensor {
    const { vocabulary, oovToken, numOovIndices } = this.#options;
    const all = [
      ...this.#start ? [this.#mask!] : [],
      ...Array<number>(numOovIndices).fill(oovToken),
      ...vocabulary,
      oovToken,
    ];
    const last = all.length - 1;
    const isKnown = positions.greaterEqual(0).logicalAnd(positions.less(last));
    const at = tf.where(
      isKnown,
      positions,
      tf.fill(positions.shape, last, "int32"),
    );
    return tf.tensor1d(all, "int32").gather(at.toInt());
  }

  /** Positions; -1 for what has none. */
  #positions(x: tf.Tensor): tf.Tensor {
    const { vocabulary, numOovIndices } = this.#options;
    const whole = (n: number) => tf.fill(x.shape, n, "int32");
    const unknown = numOovIndices > 0
      ? x.mod(tf.scalar(numOovIndices, "int32")).add(whole(this.#start))
      : whole(-1);
    const hits = x.expandDims(-1).equal(tf.tensor1d([...vocabulary], "int32"));
    const first = whole(this.#start + numOovIndices);
    const known = vocabulary.length > 0
      ? tf.where(
        hits.any(-1),
        hits.toInt().argMax(-1).toInt().add(first),
        unknown.toInt(),
      )
      : unknown;
    if (this.#mask === null) return known;
    return tf.where(x.equal(whole(this.#mask)), whole(this.#start - 1), known);
  }

  protected override mapShape(shape: Shape): Shape {
    return encodedShape(shape, this.#options.outputMode, this.#depth);
  }
}

/**
 * The position of each number in a list. Without positions for unknown numbers
 * (`numOovIndices: 0`) these are -1, or no category, where Keras throws.
 */
export function integerLookup(args: IntegerLookupArgs): tf.layers.Layer {
  return new IntegerLookup(args);
}

/** The classes, for loading models. */
export const classes: readonly unknown[] = [IntegerLookup];
