import type { TensorFlowBackend } from "../backend/mod.ts";
import { AttrType } from "../ffi/dtypes.ts";
import { TensorFlowError } from "../ffi/status.ts";
import {
  type KernelCall,
  type KernelResult,
  newKernel,
  typeAttribute,
} from "../kernels/kernel.ts";
import type { Attribute } from "../op_definitions/attributes.ts";
import type { tf } from "../tfjs.ts";

const T = typeAttribute("T", "float32");

const flag = (name: string, value: unknown): Attribute => ({
  name,
  type: AttrType.BOOL,
  value: value as boolean,
});

/** How a TensorFlow operation becomes a TensorFlow.js kernel. */
interface Operation {
  /** Names of the inputs, in TensorFlow's order. */
  readonly inputs: readonly string[];
  /** Names of boolean attributes: TensorFlow.js's and TensorFlow's. */
  readonly flags?: readonly (readonly [string, string])[];
  readonly outputCount?: number;
  /** What the matrix must be: TensorFlow fails otherwise. */
  readonly requirement?: string;
  /** Whether TensorFlow then answers NaN or infinities instead. */
  readonly checked?: boolean;
}

const adjoint = ["adjoint", "adjoint"] as const;

const operations: Readonly<Record<string, Operation>> = {
  MatrixInverse: {
    inputs: ["input"],
    flags: [adjoint],
    requirement: "invert a matrix: it must not be singular",
  },
  MatrixDeterminant: { inputs: ["input"] },
  LogMatrixDeterminant: { inputs: ["input"], outputCount: 2 },
  Cholesky: {
    inputs: ["input"],
    requirement:
      "factor a matrix by cholesky(): it must be symmetric and positive definite",
    checked: true,
  },
  MatrixSolve: {
    inputs: ["matrix", "rhs"],
    flags: [adjoint],
    requirement: "solve equations: their matrix must not be singular",
  },
  MatrixTriangularSolve: {
    inputs: ["matrix", "rhs"],
    flags: [["lower", "lower"], adjoint],
    requirement:
      "solve triangular equations: the diagonal of their matrix must not have zeros, and all values must be finite",
    checked: true,
  },
  SelfAdjointEigV2: {
    inputs: ["input"],
    flags: [["computeV", "compute_v"]],
    outputCount: 2,
  },
  Svd: {
    inputs: ["input"],
    flags: [["computeUV", "compute_uv"], ["fullMatrices", "full_matrices"]],
    outputCount: 3,
  },
};

/** Kernels of TensorFlow's operations on matrices, for TensorFlow.js. */
export function linalgKernels(): tf.KernelConfig[] {
  return Object.entries(operations).map(([name, operation]) =>
    newKernel(name, (call) => run(name, operation, call))
  );
}

function run(
  name: string,
  { inputs: names, flags = [], outputCount = 1, requirement, checked }:
    Operation,
  { inputs, attrs, backend }: KernelCall,
): KernelResult {
  const tensors = names.map((name) => inputs[name] as tf.TensorInfo);
  const attributes = [
    T,
    ...flags.map(([ours, theirs]) => flag(theirs, attrs?.[ours] ?? false)),
  ];
  if (outputCount > 1) {
    return backend.executeMultipleOutputs(
      name,
      attributes,
      tensors,
      outputCount,
    );
  }
  try {
    const result = backend.executeSingleOutput(name, attributes, tensors);
    return checked ? check(backend, result, requirement!) : result;
  } catch (error) {
    throw requirement && error instanceof TensorFlowError
      ? new RangeError(`Cannot ${requirement}`, { cause: error })
      : error;
  }
}

/** The same tensor; an error if it has NaN or infinities, recorded too. */
function check(
  backend: TensorFlowBackend,
  tensor: tf.Tensor,
  requirement: string,
): tf.Tensor {
  try {
    return backend.executeSingleOutput("CheckNumerics", [T, {
      name: "message",
      type: AttrType.STRING,
      value: `Cannot ${requirement}`,
    }], [tensor]);
  } finally {
    tensor.dispose();
  }
}
