/** Keras's `model.weights.h5`. @module */
import type { Dataset, Group } from "npm:h5wasm@0.10.3";
import { tf } from "../../tfjs.ts";

/** Groups of layers inside of a layer, in the order of their weights. */
const PARTS = [
  "forward_layer",
  "backward_layer",
  "cell",
  "layer",
  "query_dense",
  "key_dense",
  "gate_dense",
  "value_dense",
  "output_dense",
];

/** Counts the files, since HDF5 knows a file by its name. */
let files = 0;

/**
 * Gives a model the weights of the file. HDF5's code is loaded here.
 *
 * @throws {Error} if a layer's weights are missing or of other shapes.
 */
export async function loadWeightsFile(
  model: tf.LayersModel,
  bytes: Uint8Array,
): Promise<void> {
  if (String.fromCharCode(...bytes.subarray(1, 4)) !== "HDF") {
    throw new Error("model.weights.h5 must be an HDF5 file; save it again");
  }
  const hdf5 = await import("npm:h5wasm@0.10.3");
  const { FS } = await hdf5.ready;
  const path = `keras-${files++}.h5`; // In memory
  FS.writeFile(path, bytes);
  try {
    const file = new hdf5.File(path, "r");
    try {
      setWeights(model, file);
    } finally {
      file.close();
    }
  } finally {
    FS.unlink(path);
  }
}

/** The layers of a model, and of the models inside of it. */
function setWeights(model: tf.LayersModel, group: Group): void {
  const stored = new Map<unknown, Group>();
  for (const one of children(child(group, "layers"))) {
    stored.set(child(one, "vars")?.attrs.name?.value, one);
  }
  for (const layer of model.layers) {
    if (layer.weights.length === 0) continue;
    const own = stored.get(layer.name);
    if (!own) {
      throw new Error(
        `model.weights.h5 must have the weights of layer "${layer.name}"; save it with a current Keras 3 again`,
      );
    }
    if (layer instanceof tf.LayersModel) setWeights(layer, own);
    else setLayerWeights(layer, datasets(own));
  }
}

function setLayerWeights(
  layer: tf.layers.Layer,
  stored: readonly Dataset[],
): void {
  const tensors = stored.map(({ value, shape }, i) =>
    tf.tensor(
      Array.from(shape?.length ? value as number[] : [value], Number),
      shape ?? [],
      layer.weights[i]?.read().dtype,
    )
  );
  const shapes = (all: readonly { shape: unknown }[]) =>
    all.map(({ shape }) => `[${shape}]`).join(", ");
  try {
    if (shapes(tensors) !== shapes(layer.weights)) {
      throw new Error(
        `layer "${layer.name}" must have weights of shapes ${
          shapes(layer.weights)
        }: in model.weights.h5 they are ${shapes(tensors) || "missing"}`,
      );
    }
    layer.setWeights(tensors);
  } finally {
    tf.dispose(tensors);
  }
}

/** A layer's weights in Keras's order, which is TensorFlow.js's. */
function datasets(group: Group): Dataset[] {
  const vars = child(group, "vars");
  const own = vars
    ? ordered(vars).map((name) => vars.get(name) as Dataset)
    : [];
  const parts = PARTS.map((name) =>
    child(group, name) ?? child(group, `_${name}`)
  )
    .filter((part) => part !== undefined);
  return [
    ...own,
    ...[...parts, ...children(child(group, "cells"))]
      .flatMap(datasets),
  ];
}

/** "lstm_cell", "lstm_cell_1", …: by number. */
function ordered(group: Group): string[] {
  return group.keys().toSorted((a, b) =>
    a.localeCompare(b, "en", { numeric: true })
  );
}

function children(group?: Group): Group[] {
  return group ? ordered(group).map((name) => child(group, name)!) : [];
}

function child(group: Group, name: string): Group | undefined {
  return group.keys().includes(name) ? group.get(name) as Group : undefined;
}
