import { images, layout } from "./images.ts";
import { elementwise, products, reductions } from "./numbers.ts";
import type { GraphCase } from "./support.ts";

export type { GraphCase };

/** One or more of each kind of operation. */
export const graphCases: readonly GraphCase[] = [
  ...elementwise,
  ...reductions,
  ...products,
  ...images,
  ...layout,
];
