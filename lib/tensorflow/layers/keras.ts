/** The functions of `tf.layers` that make what TensorFlow.js lacks. @module */
export {
  adaptiveAveragePooling1d,
  adaptiveAveragePooling2d,
  adaptiveAveragePooling3d,
  adaptiveMaxPooling1d,
  adaptiveMaxPooling2d,
  adaptiveMaxPooling3d,
} from "./added/adaptive_pooling.ts";
export {
  activityRegularization,
  identity,
  spatialDropout2d,
  spatialDropout3d,
  subtract,
} from "./added/basic.ts";
export { discretization } from "./added/categories/discretization.ts";
export { integerLookup } from "./added/categories/integer_lookup.ts";
export {
  cropping1d,
  cropping3d,
  zeroPadding1d,
  zeroPadding3d,
} from "./added/edges.ts";
export { einsumDense } from "./added/einsum_dense.ts";
export {
  globalAveragePooling3d,
  globalMaxPooling3d,
} from "./added/global_pooling.ts";
export {
  conv1dTranspose,
  depthwiseConv1d,
  separableConv1d,
} from "./added/lines.ts";
export {
  groupNormalization,
  rmsNormalization,
  unitNormalization,
} from "./added/normalization.ts";
export { randomCrop } from "./added/images/random_crop.ts";
export {
  randomBrightness,
  randomContrast,
  randomFlip,
} from "./added/images/random_images.ts";
export {
  randomRotation,
  randomTranslation,
  randomZoom,
} from "./added/images/random_transforms.ts";
export { normalization } from "./added/standardization.ts";
export { upSampling1d, upSampling3d } from "./added/up_sampling.ts";
export { groupQueryAttention } from "./attention/grouped_query.ts";
export { multiHeadAttention } from "./attention/multi_head.ts";
export { additiveAttention, attention } from "./attention/plain.ts";
