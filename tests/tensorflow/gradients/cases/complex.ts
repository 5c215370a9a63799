import { tf } from "../../../../lib/tensorflow/mod.ts";
import { type GradientCase, values } from "./support.ts";

/** x as the real part, and its reverse as the imaginary part. */
const z = (x: tf.Tensor) => tf.complex(x, tf.reverse(x, -1));
/** A real number made of both parts of each complex one. */
const power = (z: tf.Tensor) =>
  tf.real(z).square().add(tf.imag(z).mul(tf.real(z).add(2)));

export const complexCases: readonly GradientCase[] = [
  ["abs of complex numbers", (x) => tf.abs(z(x)), () => [values(5)]],
  [
    "abs of complex numbers, constant imaginary part",
    (x) => tf.abs(tf.complex(x, tf.fill([3], 4))),
    () => [values(3)],
  ],
  [
    "complex, add, sub, mul, square, neg",
    (x, y) => power(z(x).mul(z(y)).add(z(x)).sub(z(y).square()).neg()),
    () => [
      values(4),
      values(4).add(0.3),
    ],
  ],
  [
    "mul of complex and real numbers, broadcast",
    (x, y) => power(z(x).mul(y)),
    () => [
      values(2, 3),
      values(3),
    ],
  ],
  ["div of complex numbers", (x, y) => power(z(x).div(z(y))), () => [
    values(3),
    tf.tensor1d([1, -2, 1.5]),
  ]],
  ["spectral.fft", (x) => power(tf.spectral.fft(z(x))), () => [values(5)]],
  ["spectral.ifft", (x) => power(tf.spectral.ifft(z(x))), () => [values(2, 4)]],
  ["spectral.rfft", (x) => power(tf.spectral.rfft(x)), () => [values(1, 8)]],
  [
    "spectral.rfft, longer than its input",
    (x) => power(tf.spectral.rfft(x, 10)),
    () => [
      values(1, 7),
    ],
  ],
  [
    "spectral.irfft",
    (x) => tf.spectral.irfft(z(x)).square(),
    () => [values(1, 5)],
  ],
  [
    "signal.stft",
    (x) => power(tf.signal.stft(x as tf.Tensor1D, 6, 3)),
    () => [values(12)],
  ],
  ["slice, reshape, transpose, concat of complex numbers", (x) => {
    const whole = z(x);
    const half = tf.reshape(tf.slice(whole, [0, 1], [2, 2]), [4]);
    return power(tf.concat([half, tf.reshape(tf.transpose(whole), [-1])]));
  }, () => [values(2, 3)]],
  ["real", (x) => tf.real(z(x)), () => [values(3)]],
  ["imag", (x) => tf.imag(z(x)), () => [values(3)]],
];
