/**
 * Figures from plain numbers: each function returns a plotly figure as a
 * plain object and draws nothing itself.
 *
 * @module
 */
export * from "./network/architecture.ts";
export * from "./charts/bars.ts";
export * from "./grids/confusion_matrix.ts";
export * from "./curves/error_curves.ts";
export * from "./grids/feature_grids.ts";
export type { Figure } from "./figure.ts";
export * from "./grids/heat_overlay.ts";
export * from "./grids/image_grid.ts";
export * from "./charts/intervals.ts";
export * from "./curves/learning_rate.ts";
export * from "./curves/loss_curves.ts";
export * from "./network/network_diagram.ts";
export * from "./grids/number_grids.ts";
export * from "./panels.ts";
export * from "./curves/reliability.ts";
export * from "./charts/settings.ts";
export * from "./theme.ts";
export * from "./curves/training_curves.ts";
