/**
 * Gradients that TensorFlow.js lacks, or has wrong or slow. They are registered for all
 * backends and all programs that use the same TensorFlow.js.
 *
 * @module
 */
import { registerArithmeticGradients } from "./arithmetic.ts";
import { registerComplexGradients } from "./complex.ts";
import { registerConstantGradients } from "./constant.ts";
import { registerConvolutionGradients } from "./convolution.ts";
import { registerFusedGradients } from "./fused.ts";
import { registerImageGradients } from "./image.ts";
import { registerIndexingGradients } from "./indexing.ts";
import { registerLayoutGradients } from "./layout.ts";
import { registerLookupGradients } from "./lookup.ts";
import { registerPoolingGradients } from "./pooling.ts";
import { registerProductGradients } from "./products.ts";
import { differentiateComplexNumbers } from "./tape/walk_back.ts";
import { registerTransformGradients } from "./transform.ts";
import { registerWindowGradients } from "./windows.ts";

/** Registers the gradients. */
export function registerGradients(): void {
  differentiateComplexNumbers();
  registerArithmeticGradients();
  registerComplexGradients();
  registerConstantGradients();
  registerConvolutionGradients();
  registerImageGradients();
  registerIndexingGradients();
  registerLayoutGradients();
  registerLookupGradients();
  registerPoolingGradients();
  registerProductGradients();
  registerTransformGradients();
  registerWindowGradients();
  registerFusedGradients();
}
