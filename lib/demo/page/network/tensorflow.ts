/**
 * TensorFlow.js in the browser, in the place that the engine has in Deno: modules of
 * lib/evaluation that import `lib/tensorflow/mod.ts` get this one in the page.
 *
 * @module
 */
import * as core from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import { gradients } from "./gradients.ts";

/** The operations that the page and lib/evaluation use. */
export const tf = {
  concat: core.concat,
  env: core.env,
  grad: core.grad,
  image: core.image,
  loadLayersModel: layers.loadLayersModel,
  ready: core.ready,
  setBackend: core.setBackend,
  softmax: core.softmax,
  tensor4d: core.tensor4d,
  tidy: core.tidy,
};

for (const gradient of gradients) core.registerGradient(gradient);

/** What lib/evaluation calls as methods; the core alone has functions only. */
const methods: Readonly<
  Record<string, (tensor: core.Tensor, ...rest: never[]) => core.Tensor>
> = {
  matMul: core.matMul,
  mean: core.mean,
  mul: core.mul,
  relu: core.relu,
  reshape: core.reshape,
  slice: core.slice,
  sum: core.sum,
  transpose: core.transpose,
};

for (const [name, operation] of Object.entries(methods)) {
  Object.defineProperty(core.Tensor.prototype, name, {
    value(this: core.Tensor, ...rest: never[]) {
      return operation(this, ...rest);
    },
  });
}
