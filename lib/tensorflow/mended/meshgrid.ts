/**
 * Replaces tf.meshgrid: that of TensorFlow.js leaves four tensors behind.
 *
 * @module
 */
import { type Core, core, replaceOps } from "./replace.ts";

const stock = core.meshgrid;

const meshgrid: Core["meshgrid"] = (...args) =>
  core.tidy("meshgrid", () => stock(...args));

replaceOps({ meshgrid });
