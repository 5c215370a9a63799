/** Keras's `model.weights.h5`. @module */
import type { Weight } from "../weights.ts";

/** The weights of a layer. */
export interface LayerWeights {
  /** Of the group in the file: the layer's class, numbered from its second layer on. */
  readonly group: string;
  /** The layer's own. */
  readonly name: string;
  /** In Keras's order. */
  readonly weights: readonly Weight[];
}

/** Counts the files, since HDF5 knows a file by its name. */
let files = 0;

/**
 * Encodes an HDF5 file: `layers/conv2d_1/vars/0` holds the first weight of the second
 * `Conv2D` layer.
 */
export async function encodeWeightsFile(
  layers: readonly LayerWeights[],
): Promise<Uint8Array<ArrayBuffer>> {
  const hdf5 = await import("h5wasm"); // Takes half a second, so only if needed
  await hdf5.ready;
  const path = `weights-${files++}.h5`; // In memory
  const file = new hdf5.File(path, "w");
  try {
    const all = file.create_group("layers");
    for (const { group, name, weights } of layers) {
      const vars = all.create_group(group).create_group("vars");
      vars.create_attribute("name", name);
      weights.forEach(({ shape, values }, index) =>
        vars.create_dataset({
          name: `${index}`,
          data: values,
          shape: [...shape],
          dtype: "<f",
        })
      );
    }
    file.create_group("vars");
    file.close();
    return hdf5.FS!.readFile(path).slice();
  } finally {
    hdf5.FS!.unlink(path);
  }
}
