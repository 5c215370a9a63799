import { replaceCreation } from "../replace.ts";

interface Flatten {
  inputSpec: readonly { readonly minNDim: number }[];
}

/** `tf.layers.flatten` leaves [batch, features] as it is: TensorFlow.js refuses it. */
export function mendFlatten(): void {
  replaceCreation<Flatten>("Flatten", ["flatten"], (create, config) => {
    const layer = create(config);
    layer.inputSpec = [{ minNDim: 2 }];
    return layer;
  });
}
