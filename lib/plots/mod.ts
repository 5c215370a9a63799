/**
 * Figures from plain numbers: each function returns a plotly figure as a
 * plain object and draws nothing itself.
 *
 * @module
 */
export * from "./architecture.ts";
export * from "./bars.ts";
export * from "./confusion_matrix.ts";
export * from "./error_curves.ts";
export * from "./feature_grids.ts";
export type { Figure } from "./figure.ts";
export * from "./heat_overlay.ts";
export * from "./image_grid.ts";
export * from "./intervals.ts";
export * from "./learning_rate.ts";
export * from "./loss_curves.ts";
export * from "./network_diagram.ts";
export * from "./number_grids.ts";
export * from "./panels.ts";
export * from "./reliability.ts";
export * from "./settings.ts";
export * from "./theme.ts";
export * from "./training_curves.ts";
