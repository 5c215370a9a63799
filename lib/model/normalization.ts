import * as v from "valibot";
import { finite } from "../files/json.ts";

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
export const normalizationSchema = v.object({
  mean: finite,
  standardDeviation: v.pipe(finite, v.gtValue(0)),
}) satisfies v.GenericSchema<unknown, Normalization>;
