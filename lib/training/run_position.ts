import * as v from "valibot";
import {
  fieldMust,
  type Fields,
  number,
  object,
  type Schema,
  whole,
} from "../files/json.ts";
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
export const positionSchema: Schema<Position> = v.pipe(
  object<Fields<Position>>({
    epoch: whole(1),
    batch: whole(0),
    totalLoss: number(),
    learningRate: number(),
    seconds: number(),
    history: epochResultsSchema,
  }),
  fieldMust(
    "history",
    ({ epoch, history }) =>
      history.length === epoch - 1 ? undefined : `${epoch - 1} epochs`,
  ),
);

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
    `Cannot continue training: ${what} must be finite: it is ${value} in epoch ${epoch} after step ${batch}, at learning rate ${learningRate}; try another --seed or a larger --batch-size`,
  );
}
