/**
 * What notebooks use to show figures, tables, tensors and logs, and to stop a
 * cell without losing its kernel.
 *
 * @module
 */
export type { Figure } from "../plots/figure.ts";
export type { Displayable, Shown } from "./displayable.ts";
export type { Bundle } from "./kernel.ts";
export { LiveFigure, show } from "./figures.ts";
export { LogLines, print } from "./log_lines.ts";
export { type Disposer, renew } from "./renew.ts";
export { fullOrQuick, quick, start } from "./start.ts";
export { breathe, stoppable, StoppedError } from "./stop_button.ts";
export { showTable, type TableData, type TableOptions } from "./tables.ts";
export { showTensors, type TensorLike } from "./tensors.ts";
