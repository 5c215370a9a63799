/**
 * Figures from plain numbers: each function returns a plotly figure as a
 * plain object. `render/` turns it into a PNG, `lib/jupyter` shows it.
 *
 * @module
 */
export type { Figure } from "./figure.ts";
export * from "./theme.ts";

export * from "./charts/bars.ts";
export * from "./charts/hyperparameters.ts";
export * from "./charts/intervals.ts";

export * from "./curves/error_curves.ts";
export * from "./curves/fitting_curves.ts";
export * from "./curves/learning_rate.ts";
export * from "./curves/loss_curves.ts";
export * from "./curves/loss_panels.ts";
export * from "./curves/reliability.ts";
export * from "./curves/run_curves.ts";
export * from "./curves/training_curves.ts";

export * from "./diagrams/architecture.ts";
export * from "./diagrams/backprop_network.ts";

export * from "./grids/confusion_matrix.ts";
export * from "./grids/feature_grids.ts";
export * from "./grids/heat_overlay.ts";
export * from "./grids/image_grid.ts";
export * from "./grids/number_grids.ts";
export * from "./grids/panels.ts";
export * from "./grids/pixel_numbers.ts";
