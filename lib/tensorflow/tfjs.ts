/**
 * TensorFlow.js as every other file sees it: one copy, typed. Its random
 * operations are replaced first, because a module's exports are fixed when it
 * is first imported.
 *
 * @module
 */
import "./random/replaceable_ops.ts";

export * as tf from "@tensorflow/tfjs";
