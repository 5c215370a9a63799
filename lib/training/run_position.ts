import * as v from "valibot";
import { finite, integer } from "../files/json.ts";
import { type EpochResult, epochResultsSchema } from "./epoch_result.ts";
import { DivergenceError } from "./errors.ts";

/** How far a run has come, between two steps. */
export interface Position {
  /** The current epoch, from 1; after the last, one more than there are. */
  epoch: number;
  /** Index of the epoch's next batch, from 0: how many of its steps are done. */
  batch: number;
  /** Training loss, summed over the epoch's images so far. */
  totalLoss: number;
  /** Of the last step. */
  learningRate: number;
  /** Spent on the epoch's steps so far. */
  seconds: number;
  /** Results of the completed epochs. */
  readonly history: EpochResult[];
}

/** The schema of a position in JSON. */
export const positionSchema = v.pipe(
  v.object({
    epoch: v.pipe(integer, v.minValue(1)),
    batch: v.pipe(integer, v.minValue(0)),
    totalLoss: finite,
    learningRate: finite,
    seconds: finite,
    history: epochResultsSchema,
  }),
  v.forward(
    v.check(
      ({ epoch, history }) => history.length === epoch - 1,
      ({ input: { epoch } }) => `must be ${epoch - 1} epochs`,
    ),
    ["history"],
  ),
) satisfies v.GenericSchema<unknown, Position>;

/** The position before the first step. */
export function startOfRun(): Position {
  return { ...startOfEpoch(1), learningRate: 0, history: [] };
}

/** Moves to the start of the next epoch. */
export function endEpoch(position: Position, result: EpochResult): void {
  position.history.push(result);
  Object.assign(position, startOfEpoch(position.epoch + 1));
}

function startOfEpoch(epoch: number) {
  return { epoch, batch: 0, totalLoss: 0, seconds: 0 };
}

/**
 * Checks that training has not diverged.
 *
 * @param what What the value is, for example `the loss`.
 * @throws {DivergenceError} if the value is NaN or infinite.
 */
export function requireFinite(
  value: number,
  what: string,
  { epoch, batch, learningRate }: Position,
): void {
  if (Number.isFinite(value)) return;
  throw new DivergenceError(
    `Cannot continue training: ${what} must be finite: it is ${value} in epoch ${epoch} after step ${batch}, at learning rate ${learningRate}; try a lower learning rate, another seed or a larger batch`,
  );
}
