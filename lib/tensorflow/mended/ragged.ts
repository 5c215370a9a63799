/**
 * Has tf.raggedGather and tf.raggedTensorToTensor pick values by tf.gather, which
 * has a gradient: TensorFlow.js's own operation tells which ones.
 *
 * @module
 */
import type * as namespace from "npm:@tensorflow/tfjs-core@4.22.0";
import { type Core, core } from "../core.ts";

type Tensor = namespace.Tensor;

const stock = {
  raggedGather: core.raggedGather,
  raggedTensorToTensor: core.raggedTensorToTensor,
};

const isReal = (x: unknown): x is Tensor =>
  x instanceof core.Tensor && x.dtype === "float32" && x.size > 0;

const numbers = (from: number, { size, shape }: Tensor): Tensor =>
  core.reshape(core.range(from, from + size, 1, "int32"), shape);

const raggedGather: Core["raggedGather"] = (splits, values, indices, rank) => {
  if (!isReal(values) || values.rank === 0) {
    return stock.raggedGather(splits, values, indices, rank);
  }
  const rows = core.range(0, values.shape[0]!, 1, "int32");
  const picked = stock.raggedGather(splits, rows, indices, rank);
  const places = picked.outputDenseValues;
  const outputDenseValues = core.gather(values, places as never);
  core.dispose([rows, places]);
  return { ...picked, outputDenseValues };
};

const raggedTensorToTensor: Core["raggedTensorToTensor"] = (
  shape,
  values,
  defaultValue,
  partitions,
  types,
) =>
  core.tidy(() => {
    const rest = isReal(values) && !(defaultValue instanceof core.Tensor)
      ? core.tensor(defaultValue as namespace.TensorLike, undefined, "float32")
      : defaultValue;
    if (!isReal(values) || !isReal(rest)) {
      return stock.raggedTensorToTensor(
        shape,
        values,
        defaultValue,
        partitions,
        types,
      );
    }
    const places = stock.raggedTensorToTensor(
      shape,
      numbers(0, values),
      numbers(values.size, rest),
      partitions,
      types,
    );
    const all = [core.reshape(values, [-1]), core.reshape(rest, [-1])];
    return core.gather(core.concat(all), places as never);
  });

Object.assign(core, { raggedGather, raggedTensorToTensor });
