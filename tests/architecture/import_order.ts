/**
 * The order of the rooms: each folder may import from folders on the lines above
 * its own, and from nothing on its own line or below. `deno task check` sees to
 * it (see imports.ts).
 *
 * @module
 */

/** Folders, or single files, from the lowest level to the highest. */
export type Order = readonly (readonly string[])[];

/**
 * The order inside of each folder that has one. Every folder directly in it must
 * be named; a file may be, where it stands at another level than its folder.
 */
export const orders: Readonly<Record<string, Order>> = {
  ".": [
    ["lib"],
    ["bench"],
    ["docs"],
    ["tests"],
  ],
  "lib": [
    // lib/tensorflow is self-contained, so nothing is below it
    ["files", "tensorflow", "plots", "terminal", "backprop"],
    ["data"],
    ["model", "jupyter"],
    ["evaluation", "widgets", "export"],
    ["training", "demo"],
    ["runs", "exercises"],
    ["teachers", "sweep", "site"],
    ["cli"],
  ],
  "lib/tensorflow": [
    ["library", "random", "dtypes", "mended"],
    ["ffi"],
    ["op_definitions"],
    ["eager"],
    ["backend"],
    ["recording", "ops", "summary"],
    ["kernels", "layers", "optimizers", "gradients", "cluster"],
    ["models", "linalg"],
    ["node"],
    ["examples"],
  ],
  "lib/tensorflow/recording": [
    ["structure.ts", "scoped_flag.ts"],
    ["graph"],
    ["tracing"],
    ["calls"],
  ],
  "lib/site": [
    ["page"],
    ["project"],
    ["render"],
  ],
  "lib/training": [
    ["augmentation", "weights"],
    ["data_parallel"],
    ["recipes"],
    ["checkpoints"],
    ["loop"],
  ],
};
