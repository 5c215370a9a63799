import {
  cluster,
  randomState,
  setRandomState,
  type tf,
} from "../../tensorflow/mod.ts";
import type { Position } from "../run_position.ts";
import { fromChief, shareVariables } from "./exchange.ts";

/** 2³² divided by the golden ratio: spreads the tasks' seeds. */
const SPREAD = 0x9e3779b9;

/**
 * Brings all tasks of a cluster to where the chief is, which alone has checkpoints. Each
 * draws random numbers of its own from there on.
 *
 * @param variables All that a step reads or assigns.
 * @returns The chief's position.
 */
export function startTogether(
  position: Position,
  variables: readonly tf.Variable[],
): Position {
  const { size, rank } = cluster.currentCluster();
  if (size === 1) return position;
  shareVariables(variables);
  const start = fromChief({ position, random: randomState() });
  const { seed, draws } = start.random;
  setRandomState({ seed: seed ^ Math.imul(rank, SPREAD), draws });
  return start.position;
}
