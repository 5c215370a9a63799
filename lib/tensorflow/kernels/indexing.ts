import { AttrType } from "../ffi/dtypes.ts";
import { runOperation } from "../ops/raw_operations.ts";
import { tf } from "../tfjs.ts";
import {
  type KernelCall,
  type KernelFunc,
  newKernel,
  typeAttribute,
  wrapKernel,
} from "./kernel.ts";

/** TensorFlow.js kernels that search, count, scatter and sum by indices. */
export function indexingKernels(): tf.KernelConfig[] {
  return [
    newKernel("SearchSorted", ({ inputs, attrs }) => {
      const { sortedSequence, values } = inputs as Record<string, tf.Tensor>;
      const name = attrs!.side === "left" ? "LowerBound" : "UpperBound";
      return runOperation(name, [
        typeAttribute("T", sortedSequence.dtype),
        typeAttribute("out_type", "int32"),
      ], [sortedSequence, values]);
    }),
    newKernel("DenseBincount", ({ inputs, attrs }) => {
      const { x, weights } = inputs as Record<string, tf.Tensor>;
      const { size, binaryOutput } = attrs as {
        size: number;
        binaryOutput?: boolean;
      };
      return tf.tidy(() =>
        runOperation("DenseBincount", [
          typeAttribute("Tidx", "int32"),
          typeAttribute("T", weights.dtype),
          {
            name: "binary_output",
            type: AttrType.BOOL,
            value: binaryOutput ?? false,
          },
        ], [tf.cast(x, "int32"), tf.scalar(size, "int32"), weights])
      );
    }),
    // A vector of indices has one index per update; TensorFlow would read it as
    // the index of a single update
    wrapKernel("ScatterNd", (call, stock) => {
      const indices = call.inputs.indices as tf.Tensor;
      if (indices.rank > 1) return stock(call);
      return tf.tidy(() =>
        stock({
          ...call,
          inputs: { ...call.inputs, indices: tf.expandDims(indices, -1) },
        }) as tf.Tensor
      );
    }),
    // TensorFlow.js takes indices in any order, and the last of equal ones
    newKernel("SparseToDense", ({ inputs, attrs }) => {
      const { sparseIndices, sparseValues, defaultValue } = inputs as Record<
        string,
        tf.Tensor
      >;
      const { outputShape } = attrs as { outputShape: number[] };
      return tf.tidy(() =>
        runOperation("SparseToDense", [
          { name: "validate_indices", type: AttrType.BOOL, value: false },
          typeAttribute("T", sparseValues.dtype),
          typeAttribute("Tindices", "int32"),
        ], [
          sparseIndices,
          tf.tensor1d(outputShape, "int32"),
          sparseValues,
          defaultValue,
        ])
      );
    }),
    // TensorFlow.js makes a vector of scalars; TensorFlow no longer does
    wrapKernel("Concat", (call, stock) => {
      const inputs = call.inputs as unknown as tf.Tensor[];
      if (inputs.some(({ shape }) => shape.length > 0)) {
        return ofOneDtype(call, stock);
      }
      return tf.tidy(() => {
        const vectors = inputs.map((scalar) => tf.reshape(scalar, [1]));
        return ofOneDtype({ ...call, inputs: vectors as never }, stock);
      });
    }),
    // TensorFlow accepts an output label that no input has; TensorFlow.js's own
    // parser reports it
    wrapKernel("Einsum", (call, stock) => {
      const equation = call.attrs!.equation as string;
      const [inputs, output = ""] = equation.split("->");
      const unknown = output.match(/[a-z]/gi)
        ?.some((label) => !inputs.includes(label));
      if (unknown) {
        const count = Object.keys(call.inputs).length;
        tf.backend_util.decodeEinsumEquation(equation, count);
      }
      return stock(call);
    }),
  ];
}

/** Runs a kernel on a list of tensors, cast to the widest of their dtypes. */
function ofOneDtype(call: KernelCall, stock: KernelFunc): tf.Tensor {
  const inputs = Object.values(call.inputs) as tf.Tensor[];
  const dtypes = inputs.map(({ dtype }) => dtype);
  if (new Set(dtypes).size <= 1 || dtypes.includes("string")) {
    return stock(call) as tf.Tensor;
  }
  const widest = dtypes.reduce((a, b) => tf.upcastType(a, b));
  return tf.tidy(() => {
    const cast = inputs.map((input) => tf.cast(input, widest));
    return stock({ ...call, inputs: cast as never }) as tf.Tensor;
  });
}
