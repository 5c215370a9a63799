/**
 * What TensorFlow.js's layers and models lack, or have wrong or slow, mended in place: in
 * their prototypes, their factories and the registry for loading models, so that
 * any program gets it.
 *
 * @module
 */
import { addLayers } from "../added/mod.ts";
import { mendActivationLayers } from "./activation_layers.ts";
import { mendBatchNormalization } from "./batch_normalization.ts";
import { mendCausalConvolution } from "./causal_convolution.ts";
import { mendCrossEntropy } from "./cross_entropy.ts";
import { mendGlobalPooling } from "./global_pooling.ts";
import { mendGru } from "./gru.ts";
import { mendChannelsFirst } from "./keras/channels_first.ts";
import { mendDilation } from "./keras/dilation.ts";
import { mendFlatten } from "./keras/flatten.ts";
import { mendGlu } from "./glu.ts";
import { mendGroups } from "./keras/groups.ts";
import { mendLstm } from "./keras/lstm.ts";
import { mendRecurrentDropout } from "./keras/recurrent_dropout.ts";
import { mendResampling } from "./keras/resampling.ts";
import { refuseOptions } from "./keras/refused_options.ts";
import { mendReshape } from "./keras/reshape.ts";
import { mendTransposed } from "./keras/transposed.ts";
import { mendZeroOutput } from "./keras/zero_output.ts";
import { mendKeras3 } from "./keras3.ts";
import { mendLayerNormalization } from "./layer_normalization.ts";
import { mendActivityRegularizers } from "./losses/activity.ts";
import { mendPenalties } from "./losses/penalties.ts";
import { mendModels } from "./models/mod.ts";
import { mendEpochMetrics } from "./metrics/mod.ts";
import { mendNames } from "./names/compile.ts";
import { mendPreprocessing } from "./preprocessing.ts";
import { mendRegistry } from "./registry.ts";
import { mendSeeds } from "./seeds.ts";
import { mendSeparableConvolution } from "./separable_convolution.ts";
import { mendTraining } from "./training/mod.ts";
import { mendWeightNames } from "./unique_names.ts";
import { mendWeightOrder } from "./models/weight_order.ts";

/** Mends the stock layers. */
export function mendLayers(): void {
  mendActivationLayers();
  mendActivityRegularizers();
  mendBatchNormalization();
  mendCausalConvolution();
  mendCrossEntropy();
  mendDilation();
  mendFlatten();
  mendGlobalPooling();
  mendGlu();
  mendGroups();
  mendGru();
  mendKeras3();
  mendLayerNormalization();
  mendLstm();
  mendModels();
  mendNames();
  mendPreprocessing();
  mendRegistry();
  mendRecurrentDropout();
  mendResampling();
  mendReshape();
  mendSeeds();
  mendSeparableConvolution();
  mendTraining();
  mendTransposed();
  mendChannelsFirst(); // of what convolutions compute
  mendEpochMetrics();
  mendPenalties(); // of what training computes
  mendWeightNames();
  mendWeightOrder();
  mendZeroOutput();
  refuseOptions();
  addLayers();
}
