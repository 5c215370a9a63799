import * as v from "valibot";
import {
  fieldMust,
  type Fields,
  number,
  object,
  type Schema,
  whole,
} from "../files/json.ts";
import { type EpochResult, epochResults } from "./epoch.ts";
import { DivergenceError } from "./errors.ts";

/** Where a run stands between two steps. */
export interface Position {
  /** The epoch under way, from 1; one more than there are after the last. */
  epoch: number;
  /** Steps of it that are done: the next batch, counted from 0. */
  batch: number;
  /** Sum over its images so far of the loss while training. */
  totalLoss: number;
  /** Of the last step. */
  learningRate: number;
  /** Spent on its steps so far. */
  seconds: number;
  /** The epochs that have ended. */
  readonly history: EpochResult[];
}

/** A position in JSON. */
export const positionSchema: Schema<Position> = v.pipe(
  object<Fields<Position>>({
    epoch: whole(1),
    batch: whole(0),
    totalLoss: number(),
    learningRate: number(),
    seconds: number(),
    history: epochResults,
  }),
  fieldMust(
    "history",
    ({ epoch, history }) =>
      history.length === epoch - 1 ? undefined : `${epoch - 1} epochs`,
  ),
);

/** Before the first step. */
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
 * Refuses to go on with what is no number.
 *
 * @param what Named in the message, for example `the loss`.
 * @param at Of the last step.
 * @throws {DivergenceError} if the value is NaN or infinite.
 */
export function requireFinite(
  value: number,
  what: string,
  { epoch, batch, learningRate }: Position,
): void {
  if (Number.isFinite(value)) return;
  throw new DivergenceError(
    `Cannot go on training: ${what} must be finite: it is ${value} in epoch ${epoch} after step ${batch}, at learning rate ${learningRate}; try another --seed or a larger --batch-size`,
  );
}
