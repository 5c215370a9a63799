import type { Dataset } from "../../../data/digits.ts";
import type { Normalization } from "../../../model/normalization.ts";
import type { RunFolder } from "../../../runs/folder.ts";
import type { tf } from "../../../tensorflow/mod.ts";
import type { Position } from "../../../training/run_position.ts";

/** The run that is written down. */
export interface LoggedRun {
  readonly run: Pick<RunFolder, "path" | "config">;
  readonly model: tf.LayersModel;
  readonly dataset: Dataset;
  readonly normalization: Normalization;
  /** Where a run goes on; undefined at its start. */
  readonly position?: Readonly<Position>;
}
