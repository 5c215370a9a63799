/**
 * TensorFlow.js, as every other file imports it. Some of its operations must be
 * replaced before it is first imported, because its exports are fixed then.
 *
 * @module
 */
import "./random/replaceable_ops.ts";
import "./dtypes/wider_ops.ts";
import "./mended/channels_first.ts";
import "./mended/exponentials.ts";
import "./mended/log_sigmoid.ts";
import "./mended/fused_dilation.ts";
import "./mended/indexing.ts";
import "./mended/meshgrid.ts";
import "./mended/nested_arrays.ts";
import "./mended/norm.ts";
import "./mended/normalization.ts";
import "./mended/own_values.ts";
import "./mended/padding.ts";
import "./mended/ragged.ts";
import "./mended/weighted_losses.ts";

/** The namespace of `@tensorflow/tfjs`. */
export * as tf from "npm:@tensorflow/tfjs@4.22.0";
