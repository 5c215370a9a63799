/**
 * Gives each tensor values of its own. TensorFlow.js keeps the typed array that a
 * tensor is made of, and hands it out by dataSync() and data(): who writes to it
 * changes the tensor.
 *
 * @module
 */
import type * as namespace from "npm:@tensorflow/tfjs-core@4.22.0";
import { core } from "./replace.ts";

type Values = namespace.backend_util.BackendValues;

/** The members of a backend that are used here. */
interface Backend {
  /** Whether it takes care of that itself. */
  readonly ownsValues?: boolean;
  readonly tensorMap?: {
    has(dataId: object): boolean;
    get(dataId: object): { readonly values: Values | null };
  };
}

const engine = core.engine();
const makeTensor = engine.makeTensor.bind(engine);
const readSync = engine.readSync.bind(engine);
const read = engine.read.bind(engine);

engine.makeTensor = (values, shape, dtype, backend = engine.backend) => {
  const size = core.util.sizeFromShape(shape);
  const count = (values as { length?: number } | null)?.length;
  if (count !== undefined && count !== size) {
    throw new RangeError(
      `Cannot make a tensor of shape [${shape}]: it must have ${size} values: there are ${count}`,
    );
  }
  const own = (backend as Backend).ownsValues ? values : copy(values);
  return makeTensor(own, shape, dtype, backend);
};

engine.readSync = (dataId) => ownValues(dataId, readSync(dataId));
engine.read = async (dataId) => ownValues(dataId, await read(dataId));

function copy<Values>(values: Values): Values {
  return ArrayBuffer.isView(values)
    ? (values as unknown as Float32Array).slice() as Values
    : values;
}

/** Values that the backend has just made, or a copy of those that it keeps. */
function ownValues(dataId: object, values: Values): Values {
  const info = engine.state.tensorInfo.get(dataId);
  const kept = (info?.backend as Backend | undefined)?.tensorMap;
  return kept?.has(dataId) && kept.get(dataId).values === values
    ? copy(values)
    : values;
}
