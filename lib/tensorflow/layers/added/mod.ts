/**
 * Keras's layers that TensorFlow.js lacks, on `tf.layers` and in its registry for
 * loading models, so that any program gets them.
 *
 * @module
 */
import * as grouped from "../attention/grouped_query.ts";
import * as multiHead from "../attention/multi_head.ts";
import * as plain from "../attention/plain.ts";
import * as factories from "../keras.ts";
import { tf } from "../../tfjs.ts";
import * as adaptive from "./adaptive_pooling.ts";
import * as basic from "./basic.ts";
import * as discretization from "./categories/discretization.ts";
import * as lookup from "./categories/integer_lookup.ts";
import * as edges from "./edges.ts";
import * as einsum from "./einsum_dense.ts";
import * as pooling from "./global_pooling.ts";
import * as lines from "./lines.ts";
import * as normalization from "./normalization.ts";
import * as crop from "./images/random_crop.ts";
import * as images from "./images/random_images.ts";
import * as transforms from "./images/random_transforms.ts";
import * as standardization from "./standardization.ts";
import * as upSampling from "./up_sampling.ts";

const modules = [
  ...[
    grouped,
    multiHead,
    plain,
    adaptive,
    basic,
    discretization,
    edges,
    einsum,
  ],
  ...[
    pooling,
    lines,
    normalization,
    standardization,
    upSampling,
    images,
    transforms,
    crop,
    lookup,
  ],
];

/** Keras's name of an initializer and of a layer. */
const IDENTITY = "Identity";

/** Adds them. */
export function addLayers(): void {
  const { classNameMap } = tf.serialization.SerializationMap.getMap();
  const initializer = classNameMap[IDENTITY];
  for (const each of modules.flatMap(({ classes }) => classes)) {
    tf.serialization.registerClass(each as never);
  }
  Object.assign(tf.layers, factories);
  const [layer, make] = classNameMap[IDENTITY];
  classNameMap[IDENTITY] = [
    initializer[0],
    (class_, config, ...rest) =>
      "name" in config
        ? make(layer, config, ...rest)
        : initializer[1](class_, config, ...rest),
  ];
}
