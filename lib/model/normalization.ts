import {
  type Fields,
  number,
  object,
  positive,
  type Schema,
} from "../files/json.ts";

/**
 * How a network's input is normalized: by the mean and the standard deviation of the
 * training set's pixels, on a scale from 0 to 1.
 */
export interface Normalization {
  /** Of the training set's pixels. */
  readonly mean: number;
  /** Of the training set's pixels. */
  readonly standardDeviation: number;
}

/** A normalization in JSON. */
export const normalizationSchema: Schema<Normalization> = object<
  Fields<Normalization>
>({
  mean: number(),
  standardDeviation: positive,
});
