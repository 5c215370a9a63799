import { assertLess } from "@std/assert";
import { compile, init, tf } from "../../../lib/tensorflow/mod.ts";
import { assertFiniteDifferences, type Op } from "../ops/gradients.ts";

await init();

const as = <R extends tf.Rank>(tensor: tf.Tensor) => tensor as tf.Tensor<R>;

/** Numbers from −2 to 2 without equal ones. */
function values(...shape: number[]): tf.Tensor {
  const count = tf.util.sizeFromShape(shape);
  const list = Array.from(
    { length: count },
    (_, i) => ((i * 7 + 3) % (count + 1)) / count * 4 - 2.03,
  );
  return tf.tensor(list, shape);
}

const image = () => values(1, 6, 7, 2);
const volume = () => values(1, 4, 5, 4, 1);
const conv2d = (
  strides: number,
  pad: "valid" | "same" | number | tf.backend_util.ExplicitPadding,
  dilations = 1,
  rounding?: "floor" | "ceil",
): Op =>
(x, filter) =>
  tf.conv2d(
    as<tf.Rank.R4>(x),
    as<tf.Rank.R4>(filter),
    strides,
    pad as number,
    "NHWC",
    dilations,
    rounding,
  );
const depthwise = (
  strides: number,
  pad: "valid" | "same" | number,
  dilations = 1,
  rounding?: "floor" | "ceil",
): Op =>
(x, filter) =>
  tf.depthwiseConv2d(
    as<tf.Rank.R4>(x),
    as<tf.Rank.R4>(filter),
    strides,
    pad,
    "NHWC",
    dilations,
    rounding,
  );

/** x as the real part, and its reverse as the imaginary part. */
const z = (x: tf.Tensor) => tf.complex(x, tf.reverse(x, -1));
/** A real number made of both parts of each complex one. */
const power = (z: tf.Tensor) =>
  tf.real(z).square().add(tf.imag(z).mul(tf.real(z).add(2)));

/** Each operation with its inputs, all of which it is differentiated by. */
const cases: readonly [name: string, op: Op, inputs: () => tf.Tensor[]][] = [
  ["where(x > 1, x², x)", (x) => tf.where(x.greater(1), x.square(), x), () => [
    values(7),
  ]],
  ...(["greaterEqual", "less", "lessEqual", "equal", "notEqual"] as const).map((
    name,
  ): [string, Op, () => tf.Tensor[]] => [
    `x times x ${name} 1`,
    (x) => x.mul(x[name](tf.scalar(1)).toFloat()),
    () => [values(7)],
  ]),
  [
    "logicalAnd",
    (x) => x.mul(x.greater(-1).logicalAnd(x.less(1)).toFloat()),
    () => [values(7)],
  ],
  [
    "where() of two tensors, broadcast",
    (a, b) => tf.where(tf.tensor1d([true, false, true], "bool"), a, b),
    () => [
      values(2, 3),
      values(3),
    ],
  ],
  ["einsum ij,jk->ik", (a, b) => tf.einsum("ij,jk->ik", a, b), () => [
    values(2, 3),
    values(3, 4),
  ]],
  ["einsum bqd,bkd->bqk", (a, b) => tf.einsum("bqd,bkd->bqk", a, b), () => [
    values(2, 3, 2),
    values(2, 4, 2),
  ]],
  [
    "einsum ij,k->ik, j summed alone",
    (a, b) => tf.einsum("ij,k->ik", a, b),
    () => [values(2, 3), values(4)],
  ],
  ["einsum ij->ji", (a) => tf.einsum("ij->ji", a), () => [values(2, 3)]],
  ["einsum ij->, all summed", (a) => tf.einsum("ij->", a), () => [
    values(2, 3),
  ]],
  ["einsum iij->ij, a diagonal", (a) => tf.einsum("iij->ij", a), () => [
    values(3, 3, 2),
  ]],
  [
    "einsum ...ij,...jk->...ik",
    (a, b) => tf.einsum("...ij,...jk->...ik", a, b),
    () => [
      values(2, 2, 3),
      values(1, 3, 2),
    ],
  ],
  ["einsum i,i->", (a, b) => tf.einsum("i,i->", a, b), () => [
    values(3),
    values(3).add(1),
  ]],
  ["cumprod", (x) => tf.cumprod(x), () => [values(6)]],
  [
    "cumprod by axis, exclusive, reverse",
    (x) => tf.cumprod(x, 1, true, true),
    () => [values(2, 5, 2)],
  ],
  ["cumprod, exclusive", (x) => tf.cumprod(x, 0, true), () => [values(3, 2)]],
  ["cumprod, reverse", (x) => tf.cumprod(x, -1, false, true), () => [
    values(2, 4),
  ]],
  ["cumprod with zeros", (x) => tf.cumprod(x), () => [
    tf.tensor1d([2, 0, 3, 0, 1]),
  ]],
  [
    "gatherND",
    (x) =>
      tf.gatherND(x, tf.tensor2d([[0, 0], [1, 1], [1, 1]], [3, 2], "int32")),
    () => [
      values(2, 3),
    ],
  ],
  [
    "gatherND, slices",
    (x) =>
      tf.gatherND(x, tf.tensor3d([[[1], [0]], [[1], [2]]], [2, 2, 1], "int32")),
    () => [
      values(3, 2),
    ],
  ],
  [
    "scatterND",
    (x) =>
      tf.scatterND(tf.tensor2d([[1], [0], [1]], [3, 1], "int32"), x, [3, 2]),
    () => [
      values(3, 2),
    ],
  ],
  ["tensorScatterUpdate", (x, updates) =>
    tf.tensorScatterUpdate(
      x,
      tf.tensor2d([[2], [0]], [2, 1], "int32"),
      updates,
    ), () => [values(4, 2), values(2, 2)]],
  ["sparseToDense", (x, rest) =>
    tf.sparseToDense(
      tf.tensor2d([[1, 0], [0, 1]], [2, 2], "int32"),
      x as tf.Tensor1D,
      [2, 3],
      rest as tf.Scalar,
    ), () => [values(2), tf.scalar(1)]],
  ["stridedSlice", (x) => tf.stridedSlice(x, [0, 2], [3, 0], [2, -1]), () => [
    values(3, 4),
  ]],
  [
    "stridedSlice with masks",
    (x) => tf.stridedSlice(x, [1, 1], [2, 3], [1, 1], 0, 0, 0, 0, 1),
    () => [
      values(3, 4),
    ],
  ],
  ["depthToSpace", (x) => tf.depthToSpace(as<tf.Rank.R4>(x), 2, "NHWC"), () => [
    values(1, 2, 3, 8),
  ]],
  ["topk", (x) => tf.topk(x, 2).values, () => [values(3, 5)]],
  ["tile", (x) => tf.tile(x, [2, 3, 1, 1, 2]), () => [values(1, 2, 2, 1, 2)]],
  ["flipLeftRight", (x) => tf.image.flipLeftRight(as<tf.Rank.R4>(x)), () => [
    image(),
  ]],
  ["diag", (x) => tf.diag(x), () => [values(2, 2)]],
  [
    "conv2d, dilated",
    conv2d(1, "valid", 2),
    () => [image(), values(2, 2, 2, 2)],
  ],
  ["conv2d, dilated, same", conv2d(1, "same", 3), () => [
    image(),
    values(2, 3, 2, 2),
  ]],
  ["conv2d, rounded up", conv2d(2, 0, 1, "ceil"), () => [
    image(),
    values(3, 2, 2, 1),
  ]],
  [
    "conv2d, uneven padding",
    conv2d(2, [[0, 0], [2, 1], [0, 1], [0, 0]], 1),
    () => [
      image(),
      values(3, 2, 2, 1),
    ],
  ],
  ["conv2dTranspose", (x, filter) =>
    tf.conv2dTranspose(
      as<tf.Rank.R4>(x),
      as<tf.Rank.R4>(filter),
      [1, 6, 6, 2],
      2,
      "same",
    ), () => [values(1, 3, 3, 1), values(3, 3, 2, 1)]],
  [
    "conv3d",
    (x, filter) =>
      tf.conv3d(as<tf.Rank.R5>(x), as<tf.Rank.R5>(filter), 2, "same"),
    () => [
      volume(),
      values(2, 2, 2, 1, 2),
    ],
  ],
  ["conv3d, dilated", (x, filter) =>
    tf.conv3d(
      as<tf.Rank.R5>(x),
      as<tf.Rank.R5>(filter),
      1,
      "valid",
      "NDHWC",
      [2, 2, 2],
    ), () => [volume(), values(2, 2, 2, 1, 2)]],
  ["conv3dTranspose", (x, filter) =>
    tf.conv3dTranspose(
      as<tf.Rank.R5>(x),
      as<tf.Rank.R5>(filter),
      [1, 4, 4, 4, 2],
      2,
      "same",
    ), () => [values(1, 2, 2, 2, 1), values(2, 2, 2, 2, 1)]],
  ["depthwiseConv2d", depthwise(2, "same"), () => [
    image(),
    values(3, 3, 2, 2),
  ]],
  ["depthwiseConv2d, dilated", depthwise(1, "same", 2), () => [
    image(),
    values(3, 2, 2, 2),
  ]],
  ["depthwiseConv2d, padding in pixels", depthwise(2, 1), () => [
    image(),
    values(3, 3, 2, 1),
  ]],
  ["depthwiseConv2d, one pixel, padding in pixels", depthwise(2, 1), () => [
    image(),
    values(1, 1, 2, 1),
  ]],
  ["depthwiseConv2d, rounded up", depthwise(2, 0, 1, "ceil"), () => [
    image(),
    values(2, 2, 2, 1),
  ]],
  [
    "maxPool, rounded up",
    (x) => tf.maxPool(as<tf.Rank.R4>(x), 2, 2, 0, "ceil"),
    () => [values(1, 5, 5, 1)],
  ],
  [
    "avgPool, rounded up",
    (x) => tf.avgPool(as<tf.Rank.R4>(x), 2, 2, 0, "ceil"),
    () => [values(1, 5, 5, 1)],
  ],
  [
    "maxPoolWithArgmax",
    (x) => tf.maxPoolWithArgmax(as<tf.Rank.R4>(x), 2, 2, "valid").result,
    () => [
      values(2, 4, 4, 2),
    ],
  ],
  ...[[false, false], [true, false], [false, true]].flatMap((
    [align, half],
  ): [string, Op, () => tf.Tensor[]][] => [
    [
      `resizeBilinear, align corners ${align}, half-pixel ${half}`,
      (x) => tf.image.resizeBilinear(as<tf.Rank.R4>(x), [5, 9], align, half),
      () => [values(1, 3, 4, 2)],
    ],
    [
      `resizeNearestNeighbor, align corners ${align}, half-pixel ${half}`,
      (x) =>
        tf.image.resizeNearestNeighbor(
          as<tf.Rank.R4>(x),
          [5, 3],
          align,
          half,
        ),
      () => [values(1, 3, 4, 2)],
    ],
  ]),
  ["cropAndResize, by the image", (x) =>
    tf.image.cropAndResize(
      as<tf.Rank.R4>(x),
      tf.tensor2d([[0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1]]),
      tf.tensor1d([0, 0], "int32"),
      [3, 4],
    ), () => [image()]],
  ["|z|", (x) => tf.abs(z(x)), () => [values(5)]],
  [
    "|z| of a constant imaginary part",
    (x) => tf.abs(tf.complex(x, tf.fill([3], 4))),
    () => [values(3)],
  ],
  [
    "complex arithmetic",
    (x, y) => power(z(x).mul(z(y)).add(z(x)).sub(z(y).square()).neg()),
    () => [
      values(4),
      values(4).add(0.3),
    ],
  ],
  ["complex times real, broadcast", (x, y) => power(z(x).mul(y)), () => [
    values(2, 3),
    values(3),
  ]],
  ["complex division", (x, y) => power(z(x).div(z(y))), () => [
    values(3),
    tf.tensor1d([1, -2, 1.5]),
  ]],
  ["fft", (x) => power(tf.spectral.fft(z(x))), () => [values(5)]],
  ["ifft", (x) => power(tf.spectral.ifft(z(x))), () => [values(2, 4)]],
  ["rfft", (x) => power(tf.spectral.rfft(x)), () => [values(1, 8)]],
  ["rfft, longer than its input", (x) => power(tf.spectral.rfft(x, 10)), () => [
    values(1, 7),
  ]],
  ["irfft", (x) => tf.spectral.irfft(z(x)).square(), () => [values(1, 5)]],
  [
    "stft",
    (x) => power(tf.signal.stft(x as tf.Tensor1D, 6, 3)),
    () => [values(12)],
  ],
  ["slices, reshaped and joined, of complex numbers", (x) => {
    const whole = z(x);
    const half = tf.reshape(tf.slice(whole, [0, 1], [2, 2]), [4]);
    return power(tf.concat([half, tf.reshape(tf.transpose(whole), [-1])]));
  }, () => [values(2, 3)]],
  ["softmax", (x) => tf.softmax(x), () => [values(2, 4)]],
  ["exp, its gradient", (x) => tf.grad(tf.exp)(x), () => [values(5)]],
  ["tanh, its gradient", (x) => tf.grad(tf.tanh)(x), () => [values(5)]],
  [
    "half-pixel resize, its gradient",
    (x) =>
      tf.grad((x) =>
        tf.image.resizeBilinear(as<tf.Rank.R4>(x), [5, 6], false, true).square()
      )(x),
    () => [values(1, 3, 3, 1)],
  ],
  [
    "avgPool, its gradient",
    (x) =>
      tf.grad((x) => tf.avgPool(as<tf.Rank.R4>(x), 2, 2, 0, "ceil").square())(
        x,
      ),
    () => [values(1, 5, 5, 1)],
  ],
  [
    "conv2d, its gradient by the filter",
    (x, filter) => tf.grad((w) => conv2d(1, "same")(x, w).square())(filter),
    () => [
      values(1, 4, 4, 1),
      values(2, 2, 1, 2),
    ],
  ],
];

for (const [name, op, inputs] of cases) {
  Deno.test(`the gradient of ${name} agrees with finite differences`, () => {
    tf.tidy(() => assertFiniteDifferences(op, inputs()));
  });

  Deno.test(`the gradient of ${name} is the same recorded`, () => {
    tf.tidy(() => {
      const tensors = inputs();
      const weights = tf.randomNormal(op(...tensors).shape);
      const gradients = tf.grads((...x: tf.Tensor[]) =>
        op(...x).mul(weights).sum()
      );
      const expected = gradients(tensors);
      using recorded = compile((...x: tf.Tensor[]) => gradients(x));
      recorded(...tensors).forEach((gradient, i) => {
        const difference = gradient.sub(expected[i]).abs().max().dataSync()[0];
        assertLess(difference, 1e-4);
      });
    });
  });
}
