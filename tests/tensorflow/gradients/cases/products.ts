import { tf } from "../../../../lib/tensorflow/mod.ts";
import { type GradientCase, values } from "./support.ts";

export const productCases: readonly GradientCase[] = [
  [
    "where, x > 1: x², else x",
    (x) => tf.where(x.greater(1), x.square(), x),
    () => [
      values(7),
    ],
  ],
  ...([
    "greater",
    "greaterEqual",
    "less",
    "lessEqual",
    "equal",
    "notEqual",
  ] as const).map((
    name,
  ): GradientCase => [
    `${name}`,
    (x) => x.mul(x[name](tf.scalar(1)).toFloat()),
    () => [values(7)],
  ]),
  [
    "logicalAnd",
    (x) => x.mul(x.greater(-1).logicalAnd(x.less(1)).toFloat()),
    () => [values(7)],
  ],
  [
    "where of two tensors, broadcast",
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
  ["softmax", (x) => tf.softmax(x), () => [values(2, 4)]],
];
