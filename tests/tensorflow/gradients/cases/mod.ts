/** The table of gradients: every case that the tests check. @module */
import { complexCases } from "./complex.ts";
import { convolutionCases } from "./convolutions.ts";
import { elementwiseCases } from "./elementwise.ts";
import { imageCases } from "./images.ts";
import { indexingCases } from "./indexing.ts";
import { layerCases } from "./layers.ts";
import { layoutCases } from "./layout.ts";
import { productCases } from "./products.ts";
import { reductionCases } from "./reductions.ts";
import { secondOrderCases } from "./second_order.ts";
import type { GradientCase } from "./support.ts";

export const gradientCases: readonly GradientCase[] = [
  ...elementwiseCases,
  ...reductionCases,
  ...productCases,
  ...indexingCases,
  ...layoutCases,
  ...layerCases,
  ...convolutionCases,
  ...imageCases,
  ...complexCases,
  ...secondOrderCases,
];
