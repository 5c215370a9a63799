import { tf } from "../tfjs.ts";
import { type KernelCall, type KernelFunc, wrapKernel } from "./kernel.ts";

/** Functions of real numbers: integers and booleans give float32. */
const floatFunctions = [
  "Acos",
  "Acosh",
  "Asin",
  "Asinh",
  "Atan",
  "Atan2",
  "Atanh",
  "Erf",
  "Expm1",
  "IsFinite",
  "IsInf",
  "IsNan",
  "Log1p",
  "Reciprocal",
  "Selu",
  "Sinh",
  "Softplus",
];

/** Arithmetic and comparisons, which TensorFlow lacks for booleans. */
const arithmetic = [
  "Abs",
  "Add",
  "Cumprod",
  "Cumsum",
  "FloorDiv",
  "Greater",
  "GreaterEqual",
  "Less",
  "LessEqual",
  "Mod",
  "Multiply",
  "Neg",
  "Pow",
  "Relu",
  "Relu6",
  "Square",
  "SquaredDifference",
  "Sub",
];

/** Kernels that take integers or booleans where TensorFlow's do not. */
export function integerKernels(): tf.KernelConfig[] {
  return [
    ...floatFunctions.map((name) =>
      wrapKernel(
        name,
        (call, stock) =>
          hasDtype(call, "int32") || hasDtype(call, "bool")
            ? castAll(call, "float32", stock)
            : stock(call),
      )
    ),
    ...arithmetic.map((name) =>
      wrapKernel(
        name,
        (call, stock) =>
          hasDtype(call, "bool") ? castAll(call, "int32", stock) : stock(call),
      )
    ),
    ...["Max", "Min"].map((name) =>
      wrapKernel(
        name,
        (call, stock) =>
          hasDtype(call, "bool")
            ? tf.tidy(() => tf.cast(castAll(call, "int32", stock), "bool"))
            : stock(call),
      )
    ),
    wrapKernel(
      "RealDiv",
      (call, stock) =>
        hasDtype(call, "bool") ? castAll(call, "float32", stock) : stock(call),
    ),
  ];
}

function hasDtype({ inputs }: KernelCall, dtype: tf.DataType): boolean {
  return Object.values(inputs).every((input) => input!.dtype === dtype);
}

function castAll(
  call: KernelCall,
  dtype: "float32" | "int32",
  stock: KernelFunc,
): tf.Tensor {
  return tf.tidy(() => {
    const inputs = Object.fromEntries(
      Object.entries(call.inputs).map(([name, input]) => [
        name,
        tf.cast(input as tf.Tensor, dtype),
      ]),
    );
    return stock({ ...call, inputs }) as tf.Tensor;
  });
}
