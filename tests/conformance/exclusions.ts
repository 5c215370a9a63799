/**
 * The specs of @tensorflow/tfjs-core that our backend doesn't pass, with
 * reasons. The run fails if one of them passes.
 *
 * @module
 */

/** Specs that fail for one reason. */
export interface Exclusion {
  readonly reason: string;
  /** Full names without the backend's. */
  readonly specs: readonly string[];
}

/** Exclusions from the whole suite. */
export const exclusions: readonly Exclusion[] = [
  {
    reason:
      "The spec divides a window's gradient by the window's area, though the mean is taken over the pixels inside the image: not the gradient of that mean.",
    specs: ["avgPool gradient x=[3,3,1] f=[3,3] s=1 p=explicit"],
  },
  {
    reason:
      "A window of one pixel over an image of the output's size: TensorFlow.js returns its input, though with padding and a stride most windows lie outside the image.",
    specs: [
      "pool max x=[2,2,3] f=[1,1] s=2 p=1 fractional outputs default rounding",
      "pool avg x=[2,2,3] f=[1,1] s=2 p=1 fractional outputs default rounding",
    ],
  },
  {
    reason:
      'A stride of 1 with padding "same" keeps the size, and the spec asks 4 × 4 of 8 × 8: TensorFlow refuses it.',
    specs: [
      "conv2dTranspose input=8x8x8,output=4x4x8,f=8,s=1,inDepth=8,p=same vec4",
    ],
  },
  {
    reason:
      "The spec expects an error because TensorFlow.js has no trace; TensorFlow has it.",
    specs: [
      "einsum 2d matrix calculate trace: duplicate axes not implemented yet",
    ],
  },
  {
    reason:
      "TensorFlow checks the indices itself, so that they need not be read back first, and says so in its own words.",
    specs: ["gather throws when index is out of bound"],
  },
  {
    reason:
      "The spec rounds the tangent from 64 bits; TensorFlow's, in 32 bits, is one unit in the last place away, and the values are large.",
    specs: ["tan numbers exceed float32 precision"],
  },
  {
    reason:
      "The spec expects an error because TensorFlow.js has no gradient; here it has.",
    specs: [
      "gradients errors if relevant ops are missing grads",
      "depthwiseConv2d gradients throws error on dilations > 1",
    ],
  },
  {
    reason:
      "The spec divides by the average without the present gradient; here, as in Zeiler's paper and in Keras, by the one with it.",
    specs: [
      "AdadeltaOptimizer basic",
      "AdadeltaOptimizer Save, load weights and continue training",
    ],
  },
  {
    reason:
      "The spec leaves out what the mirrored elements add to the gradient.",
    specs: ["mirrorPad grad", "mirrorPad gradient with clones"],
  },
  {
    reason:
      "The spec expects an error for integers; here functions of real numbers answer in float32.",
    specs: [
      "ceil throws for int32 tensor",
      "cos throws for int32 tensor",
      "cosh throws for int32 tensor",
      "elu throws for int32 tensor",
      "floor throws for int32 tensor",
      "log throws for int32 tensor",
      "rsqrt throws for int32 tensor",
      "sigmoid throws for int32 tensor",
      "sin throws for int32 tensor",
      "sqrt throws for int32 tensor",
      "tan throws for int32 tensor",
      "tanh throws for string tensor",
    ],
  },
];

/** Exclusions from the specs whose gradients are taken inside `compile()`. */
export const compiledExclusions: readonly Exclusion[] = [
  {
    reason:
      "The function to derive uses the tensor itself instead of its parameter; a recorded parameter is another tensor.",
    specs: ["slice2d grad"],
  },
];
