import { tf } from "../tfjs.ts";
import { setGradient } from "./gradient.ts";

type ComplexGradient = (
  dy: tf.Tensor,
  saved: tf.Tensor[],
) => Record<string, () => tf.Tensor>;

/** Whether a tensor holds complex numbers. */
export function isComplex({ dtype }: tf.Tensor): boolean {
  return dtype === "complex64";
}

function toComplex(x: tf.Tensor): tf.Tensor {
  return isComplex(x)
    ? x
    : tf.complex(tf.cast(x, "float32"), tf.zeros(x.shape));
}

function conjugate(z: tf.Tensor): tf.Tensor {
  return isComplex(z) ? tf.complex(tf.real(z), tf.neg(tf.imag(z))) : z;
}

/** A gradient of x: real for a real x, complex for a complex one. */
export function toDtypeOf(x: tf.Tensor, dx: tf.Tensor): tf.Tensor {
  if (isComplex(x) === isComplex(dx)) return dx;
  return isComplex(x) ? toComplex(dx) : tf.real(dx);
}

/** Sums a gradient over the axes along which an operand was repeated. */
export function sumTo(dx: tf.Tensor, { shape }: tf.Tensor): tf.Tensor {
  const extra = dx.rank - shape.length;
  const axes = dx.shape.flatMap((size, axis) =>
    axis < extra || (shape[axis - extra] === 1 && size !== 1) ? [axis] : []
  );
  const sum = (part: tf.Tensor) =>
    tf.reshape(axes.length > 0 ? tf.sum(part, axes) : part, shape);
  return isComplex(dx)
    ? tf.complex(sum(tf.real(dx)), sum(tf.imag(dx)))
    : sum(dx);
}

/** 1/z as z̄/|z|². */
function inverse(z: tf.Tensor): tf.Tensor {
  const square = tf.add(
    tf.square(tf.real(toComplex(z))),
    tf.square(tf.imag(toComplex(z))),
  );
  return scale(conjugate(toComplex(z)), tf.reciprocal(square));
}

/** A complex tensor times a real one. */
function scale(z: tf.Tensor, by: tf.Tensor | number): tf.Tensor {
  return tf.complex(tf.mul(tf.real(z), by), tf.mul(tf.imag(z), by));
}

/** Operations on complex numbers that are not linear with real coefficients. */
export const complexGradients: ReadonlyMap<string, ComplexGradient> = new Map<
  string,
  ComplexGradient
>([
  ["Add", (dy, [a, b]) => ({ a: () => sumTo(dy, a), b: () => sumTo(dy, b) })],
  ["Sub", (dy, [a, b]) => ({
    a: () => sumTo(dy, a),
    b: () => sumTo(scale(toComplex(dy), -1), b),
  })],
  ["Multiply", (dy, [a, b]) => ({
    a: () => sumTo(tf.mul(toComplex(dy), conjugate(toComplex(b))), a),
    b: () => sumTo(tf.mul(toComplex(dy), conjugate(toComplex(a))), b),
  })],
  ["RealDiv", (dy, [a, b]) => {
    const share = () => tf.mul(toComplex(dy), conjugate(inverse(b)));
    return {
      a: () => sumTo(share(), a),
      b: () => {
        const quotient = tf.mul(toComplex(a), inverse(b));
        return sumTo(scale(tf.mul(share(), conjugate(quotient)), -1), b);
      },
    };
  }],
  ["Square", (dy, [x]) => ({
    x: () => scale(tf.mul(toComplex(dy), conjugate(x)), 2),
  })],
  // Of |z|: z/|z|, and 0 at 0
  ["ComplexAbs", (dy, [x]) => ({
    x: () => scale(x, tf.divNoNan(dy, tf.abs(x))),
  })],
  ["Identity", (dy) => ({ x: () => dy.clone() })],
  // The walk back takes the real part for a real x
  ["Cast", (dy) => ({ x: () => dy.clone() })],
  ["Real", (dy) => ({ input: () => toComplex(dy) })],
  ["Imag", (dy) => ({
    input: () => tf.complex(tf.zeros(dy.shape), tf.cast(dy, "float32")),
  })],
  ["Complex", (dy) => ({
    real: () => tf.real(toComplex(dy)),
    imag: () => tf.imag(toComplex(dy)),
  })],
  ["FFT", (dy) => ({
    input: () => scale(tf.spectral.ifft(toComplex(dy)), dy.shape.at(-1)!),
  })],
  ["IFFT", (dy) => ({
    input: () => scale(tf.spectral.fft(toComplex(dy)), 1 / dy.shape.at(-1)!),
  })],
]);

/** Operations whose gradient is that of the real and of the imaginary part. */
export const linearKernels: ReadonlySet<string> = new Set([
  "AddN",
  "BroadcastTo",
  "Concat",
  "Cumsum",
  "Equal",
  "ExpandDims",
  "GatherV2",
  "Neg",
  "NotEqual",
  "OnesLike",
  "Pack",
  "PadV2",
  "Reshape",
  "Reverse",
  "Select",
  "Slice",
  "SplitV",
  "StridedSlice",
  "Sum",
  "Tile",
  "Transpose",
  "Unpack",
  "ZerosLike",
]);

/** Registers the gradients of operations on complex numbers alone. */
export function registerComplexGradients(): void {
  for (const name of ["Real", "Imag", "Complex", "FFT", "IFFT"]) {
    setGradient(name, {}, (dy) => complexGradients.get(name)!(dy, []));
  }
}
