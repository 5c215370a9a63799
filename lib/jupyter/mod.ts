/**
 * What notebooks use to show figures, tables, tensors and logs, and to be
 * stopped and go on.
 *
 * @module
 */
export { LiveFigure, show } from "./figures.ts";
export { LogLines, print } from "./lines.ts";
export { renew } from "./renew.ts";
export { fullOrQuick, quick, start } from "./start.ts";
export { breathe, stoppable, StoppedError } from "./stop.ts";
export { showTable, type TableData } from "./tables.ts";
export { showTensors } from "./tensors.ts";
