/**
 * Gradients that TensorFlow.js lacks, or has wrong. They are registered for all
 * backends and all programs that use the same TensorFlow.js.
 *
 * @module
 */
import { registerComplexGradients } from "./complex.ts";
import { registerConstantGradients } from "./constant.ts";
import { registerConvolutionGradients } from "./convolution.ts";
import { registerImageGradients } from "./image.ts";
import { registerIndexingGradients } from "./indexing.ts";
import { registerLayoutGradients } from "./layout.ts";
import { registerPoolingGradients } from "./pooling.ts";
import { registerProductGradients } from "./products.ts";
import { differentiateComplexNumbers } from "./tape.ts";

/** Registers the gradients. */
export function registerGradients(): void {
  differentiateComplexNumbers();
  registerComplexGradients();
  registerConstantGradients();
  registerConvolutionGradients();
  registerImageGradients();
  registerIndexingGradients();
  registerLayoutGradients();
  registerPoolingGradients();
  registerProductGradients();
}
