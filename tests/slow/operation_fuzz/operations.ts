/** How to call each operation of TensorFlow.js's namespace. @module */
import type { Draw } from "./draw.ts";

/** Draws the arguments of a call. */
export type Arguments = (draw: Draw) => unknown[];

const named = (names: string, args: Arguments): Record<string, Arguments> =>
  Object.fromEntries(names.trim().split(/\s+/).map((name) => [name, args]));

/** Operands that broadcast, mostly. */
function pair(draw: Draw): unknown[] {
  const shape = draw.shape();
  const other = shape.map((size) => draw.chance(0.2) ? 1 : size);
  const dtype = draw.pick(["float32", "float32", "int32", "bool"] as const);
  return [
    draw.tensor(shape, dtype),
    draw.tensor(other.slice(draw.whole(0, Math.min(1, shape.length))), dtype),
  ];
}
const sameShape = (count: number, rank?: number): Arguments => (draw) => {
  const shape = draw.shape(rank);
  return draw.list(count, () => draw.tensor(shape));
};
const convolution = (space: number): Arguments => (draw) => {
  const x = draw.image(undefined, space);
  const filter = draw.filter(x.shape.at(-1)!, undefined, space);
  return [x, filter, draw.stride(space), draw.padding(space)];
};
function fusedConvolution(draw: Draw) {
  const x = draw.image();
  const outputs = draw.whole(1, 5);
  return [{
    x,
    filter: draw.filter(x.shape[3], outputs),
    strides: draw.stride(),
    pad: draw.padding(),
    dataFormat: draw.format(),
    dilations: draw.stride(),
    bias: draw.flag() ? draw.tensor([outputs]) : undefined,
    activation: draw.activation(),
    preluActivationWeights: draw.flag()
      ? draw.tensor([1, 1, outputs])
      : undefined,
    leakyreluAlpha: draw.number(),
  }];
}
const pooling = (space: number): Arguments => (draw) => [
  draw.image(undefined, space),
  draw.chance(0.1)
    ? draw.pick([2 ** 24, 1e9, 2 ** 31, 2 ** 40])
    : draw.flag()
    ? draw.size(1, 4)
    : draw.sizes(space),
  draw.stride(space),
  draw.padding(space),
  draw.rounding(),
];
const batchNorm = (rank?: number): Arguments => (draw) => {
  const shape = draw.shape(rank ?? draw.whole(2, 4));
  const vector = () => draw.tensor(draw.flag() ? [shape.at(-1)!] : shape);
  return [
    draw.tensor(shape),
    vector(),
    vector(),
    vector(),
    vector(),
    draw.number(),
  ];
};
const slicing = (rank?: number): Arguments => (draw) => {
  const shape = draw.shape(rank);
  const sizes = () => draw.list(shape.length, () => draw.size(0, 3));
  const plain = rank === 1 && draw.flag();
  return plain
    ? [draw.tensor(shape), draw.size(0, 3), draw.size(0, 3)]
    : [draw.tensor(shape), sizes(), draw.flag() ? sizes() : undefined];
};
const padding = (rank?: number): Arguments => (draw) => {
  const shape = draw.shape(rank);
  const one = () => [draw.size(0, 3), draw.size(0, 3)];
  return [
    draw.tensor(shape),
    rank === 1 ? one() : draw.list(shape.length, one),
    draw.number(),
  ];
};
const boxes = (draw: Draw) => {
  const count = draw.dimension();
  return [
    draw.tensor([count, 4]),
    draw.tensor([count]),
    draw.size(1, 4),
    draw.number(),
    draw.number(),
  ];
};
const loss: Arguments = (draw) => {
  const shape = draw.shape();
  return [
    draw.tensor(shape),
    draw.tensor(shape),
    draw.flag() ? draw.tensor(draw.flag() ? shape : []) : undefined,
    ...(draw.flag() ? [draw.number(), draw.whole(0, 3)] : []),
  ];
};
const reduction: Arguments = (draw) => [draw.any(), draw.axes(), draw.flag()];
const concatenation = (rank?: number): Arguments => (draw) => {
  const shape = draw.shape(rank ?? draw.whole(1, 5));
  const axis = draw.axis(shape.length);
  return [draw.list(draw.whole(1, 4), () => draw.tensor(shape)), axis];
};
const random: Arguments = (draw) => [
  draw.sizes(draw.whole(0, 4)),
  draw.number(),
  draw.number(),
  draw.pick(["float32", "int32", "bool"]),
  draw.number(),
];

/** Arguments by the operation's name in the namespace. */
export const operations: Readonly<Record<string, Arguments>> = {
  ...named(
    `abs acos acosh asin asinh atan atanh ceil clone cos cosh elu erf exp expm1
    floor isFinite isInf isNaN log log1p logSigmoid logicalNot neg onesLike real
    imag reciprocal relu relu6 round rsqrt selu sigmoid sign sin sinh softplus
    sqrt square tan tanh zerosLike diag`,
    (draw) => [draw.any()],
  ),
  ...named(
    `add atan2 bitwiseAnd div divNoNan equal floorDiv greater greaterEqual less
    lessEqual logicalAnd logicalOr logicalXor maximum minimum mod mul notEqual pow
    prelu squaredDifference sub dot outerProduct`,
    pair,
  ),
  ...named("all any max min mean prod sum logSumExp moments", reduction),
  ...named(
    "argMax argMin softmax logSoftmax",
    (draw) => [draw.any(), draw.axis()],
  ),
  ...named("leakyRelu step", (draw) => [draw.any(), draw.number()]),
  ...named(
    "cumsum cumprod",
    (draw) => [draw.any(), draw.axis(), draw.flag(), draw.flag()],
  ),
  addN: (draw) => {
    const shape = draw.shape();
    return [draw.list(draw.whole(0, 4), () => draw.tensor(shape))];
  },
  ...named("avgPool maxPool", pooling(2)),
  ...named("avgPool3d maxPool3d", pooling(3)),
  maxPoolWithArgmax: (draw) => [...pooling(2)(draw).slice(0, 4), draw.flag()],
  pool: (draw) => {
    const [x, window, strides, pad] = pooling(2)(draw);
    return [
      x,
      window,
      draw.pick(["avg", "max"]),
      pad,
      draw.stride(),
      strides,
      draw.rounding(),
    ];
  },
  ...named("batchNorm", batchNorm()),
  batchNorm2d: batchNorm(2),
  batchNorm3d: batchNorm(3),
  batchNorm4d: batchNorm(4),
  basicLSTMCell: (draw) => {
    const [batch, inputs, units] = draw.list(3, () => draw.dimension());
    return [
      draw.tensor([]),
      draw.tensor([inputs + units, 4 * units]),
      draw.tensor([4 * units]),
      draw.tensor([batch, inputs]),
      draw.tensor([batch, units]),
      draw.tensor([batch, units]),
    ];
  },
  ...named("batchToSpaceND spaceToBatchND", (draw) => {
    const block = draw.sizes(2, 1, 3);
    return [draw.image(), block, draw.list(2, () => draw.sizes(2, 0, 2))];
  }),
  ...named("bincount denseBincount", (draw) => [
    draw.positions(draw.shape(draw.whole(1, 2))),
    draw.tensor([draw.flag() ? 0 : 4]),
    draw.size(0, 6),
    draw.flag(),
  ]),
  broadcastArgs: (
    draw,
  ) => [draw.positions([draw.whole(0, 3)]), draw.positions([draw.whole(0, 3)])],
  broadcastTo: (draw) => {
    const shape = draw.shape();
    return [
      draw.tensor(shape.map((size) => draw.flag() ? 1 : size)),
      draw.chance(0.1) ? draw.sizes(3) : shape,
    ];
  },
  cast: (
    draw,
  ) => [
    draw.any(),
    draw.pick(["float32", "int32", "bool", "complex64", "string"]),
  ],
  clipByValue: (draw) => [draw.any(), draw.number(), draw.number()],
  complex: sameShape(2),
  concat: concatenation(),
  concat1d: (draw) => [concatenation(1)(draw)[0]],
  concat2d: concatenation(2),
  concat3d: concatenation(3),
  concat4d: concatenation(4),
  conv1d: (
    draw,
  ) => [
    ...convolution(1)(draw).map((one) =>
      Array.isArray(one) && typeof one[0] === "number" ? one[0] : one
    ),
    "NWC",
    draw.size(1, 2),
    draw.rounding(),
  ],
  conv2d: (
    draw,
  ) => [
    ...convolution(2)(draw),
    draw.format(),
    draw.chance(0.7) ? 1 : draw.stride(),
    draw.rounding(),
  ],
  conv2dTranspose: (draw) => {
    const outputs = draw.whole(1, 4);
    const x = draw.image();
    const sizes = x.shape.map((size) => draw.chance(0.1) ? draw.size() : size);
    return [
      x,
      draw.filter(outputs, x.shape[3]),
      [...sizes.slice(0, 3), outputs],
      draw.stride(),
      draw.padding(),
      draw.rounding(),
    ];
  },
  conv3d: (
    draw,
  ) => [
    ...convolution(3)(draw),
    "NDHWC",
    draw.chance(0.7) ? 1 : draw.stride(3),
  ],
  conv3dTranspose: (draw) => {
    const outputs = draw.whole(1, 4);
    const x = draw.image(undefined, 3);
    const sizes = x.shape.map((size) => draw.chance(0.1) ? draw.size() : size);
    return [
      x,
      draw.filter(outputs, x.shape[4], 3),
      [...sizes.slice(0, 4), outputs],
      draw.stride(3),
      draw.padding(3),
    ];
  },
  depthToSpace: (
    draw,
  ) => [draw.image(draw.pick([1, 4, 8, 9])), draw.size(1, 3), draw.format()],
  depthwiseConv2d: (
    draw,
  ) => [
    ...convolution(2)(draw),
    draw.format(),
    draw.chance(0.7) ? 1 : draw.stride(),
    draw.rounding(),
  ],
  dilation2d: (draw) => {
    const x = draw.image();
    return [
      x,
      draw.tensor([draw.whole(1, 3), draw.whole(1, 3), x.shape[3]]),
      draw.stride(),
      draw.padding(),
      draw.stride(),
    ];
  },
  dropout: (draw) => [draw.any(), draw.random(), undefined, draw.number()],
  einsum: (
    draw,
  ) => [
    draw.pick([
      "ij,jk->ik",
      "bij,bjk->bik",
      "i,j->ij",
      "ij->",
      "ii->i",
      "ij->ji",
      "i,i->",
      "ij,j",
    ]),
    draw.tensor(draw.shape(2)),
    draw.tensor(draw.shape(2)),
  ],
  ensureShape: (draw) => [draw.any(), draw.sizes(2)],
  euclideanNorm: reduction,
  norm: (
    draw,
  ) => [
    draw.any(),
    draw.pick([1, 2, "euclidean", "fro", Infinity, -Infinity, 3]),
    draw.axes(),
    draw.flag(),
  ],
  expandDims: (draw) => [draw.any(), draw.axis()],
  eye: (
    draw,
  ) => [
    draw.whole(0, 9),
    draw.whole(0, 9),
    draw.flag() ? draw.sizes(1) : undefined,
  ],
  ...named(
    "fft ifft spectral.fft spectral.ifft irfft spectral.irfft",
    (draw) => [draw.complex()],
  ),
  ...named(
    "rfft spectral.rfft",
    (
      draw,
    ) => [
      draw.tensor(draw.shape(draw.whole(1, 3))),
      draw.flag() ? draw.size() : undefined,
    ],
  ),
  fill: (
    draw,
  ) => [
    draw.sizes(draw.whole(0, 4)),
    draw.number(),
    draw.pick(["float32", "int32", "bool"]),
  ],
  "fused.conv2d": fusedConvolution,
  "fused.depthwiseConv2d": fusedConvolution,
  "fused.matMul": (draw) => {
    const [m, k, n] = draw.list(3, () => draw.dimension());
    return [{
      a: draw.tensor([m, k]),
      b: draw.tensor([k, n]),
      transposeA: draw.chance(0.1),
      transposeB: draw.chance(0.1),
      bias: draw.flag() ? draw.tensor([n]) : undefined,
      activation: draw.activation(),
      preluActivationWeights: draw.flag() ? draw.tensor([n]) : undefined,
      leakyreluAlpha: draw.number(),
    }];
  },
  matMul: (draw) => {
    const [m, k, n] = draw.list(3, () => draw.dimension());
    const batch = draw.shape(draw.whole(0, 2));
    return [
      draw.tensor([...batch, m, k]),
      draw.tensor([...batch, k, n]),
      draw.chance(0.1),
      draw.chance(0.1),
    ];
  },
  gather: (
    draw,
  ) => [
    draw.any(),
    draw.positions(draw.shape()),
    draw.axis(),
    draw.chance(0.8) ? 0 : draw.size(0, 2),
  ],
  gatherND: (
    draw,
  ) => [draw.any(), draw.positions(draw.shape(draw.whole(1, 3)))],
  ...named(
    "image.flipLeftRight image.grayscaleToRGB image.rgbToGrayscale",
    (draw) => [draw.image(draw.pick([1, 3]))],
  ),
  ...named(
    "image.resizeNearestNeighbor image.resizeBilinear",
    (draw) => [draw.image(), draw.sizes(2, 0, 8), draw.flag(), draw.flag()],
  ),
  "image.rotateWithOffset": (
    draw,
  ) => [draw.image(), draw.number(), draw.number(), draw.number()],
  "image.cropAndResize": (draw) => {
    const image = draw.image();
    const count = draw.dimension();
    return [
      image,
      draw.tensor([count, 4]),
      draw.positions([count], image.shape[0]),
      draw.sizes(2),
      draw.pick(["bilinear", "nearest"]),
      draw.number(),
    ];
  },
  "image.nonMaxSuppression": boxes,
  "image.nonMaxSuppressionWithScore": (draw) => [...boxes(draw), draw.number()],
  "image.nonMaxSuppressionPadded": (draw) => [...boxes(draw), draw.flag()],
  "image.threshold": (
    draw,
  ) => [
    draw.tensor([...draw.shape(2), draw.pick([1, 3])]),
    draw.pick(["binary", "otsu"]),
    draw.flag(),
    draw.number(),
  ],
  "image.transform": (draw) => {
    const image = draw.image();
    return [
      image,
      draw.tensor([draw.flag() ? 1 : image.shape[0], 8]),
      draw.pick(["nearest", "bilinear"]),
      draw.pick(["constant", "reflect", "wrap", "nearest"]),
      draw.number(),
      draw.flag() ? draw.sizes(2) : undefined,
    ];
  },
  "linalg.bandPart": (
    draw,
  ) => [
    draw.tensor(draw.shape(draw.whole(2, 3))),
    draw.size(0, 3),
    draw.size(0, 3),
  ],
  "linalg.gramSchmidt": (draw) => [draw.tensor(draw.shape(2))],
  "linalg.qr": (
    draw,
  ) => [
    draw.tensor(draw.list(draw.whole(2, 3), () => draw.whole(0, 4))),
    draw.flag(),
  ],
  linspace: (draw) => [draw.number(), draw.number(), draw.size(0, 6)],
  localResponseNormalization: (
    draw,
  ) => [
    draw.image(),
    draw.size(0, 4),
    draw.number(),
    draw.number(),
    draw.number(),
  ],
  ...named(
    `losses.absoluteDifference losses.hingeLoss losses.huberLoss losses.logLoss
    losses.meanSquaredError losses.sigmoidCrossEntropy losses.softmaxCrossEntropy
    losses.computeWeightedLoss`,
    loss,
  ),
  "losses.cosineDistance": (draw) => {
    const [labels, predictions, ...rest] = loss(draw);
    return [labels, predictions, draw.axis(), ...rest];
  },
  ...named("lowerBound upperBound searchSorted", (draw) => {
    const rows = draw.dimension();
    return [
      draw.tensor([rows, draw.dimension()]),
      draw.tensor([rows, draw.dimension()]),
      ...(draw.flag() ? ["right"] : []),
    ];
  }),
  "math.confusionMatrix": (draw) => {
    const count = draw.dimension();
    return [draw.positions([count]), draw.positions([count]), draw.size()];
  },
  meshgrid: (
    draw,
  ) => [draw.tensor(draw.shape(1)), draw.tensor(draw.shape(1)), {
    indexing: draw.pick(["xy", "ij"]),
  }],
  mirrorPad: (
    draw,
  ) => [...padding()(draw).slice(0, 2), draw.pick(["reflect", "symmetric"])],
  movingAverage: (
    draw,
  ) => [draw.any(), draw.any(), draw.number(), draw.number(), draw.flag()],
  multiRNNCell: (draw) => {
    const state = () => [draw.tensor([1, 2])];
    return [[], draw.tensor([1, 2]), state(), state()];
  },
  multinomial: (
    draw,
  ) => [
    draw.tensor(draw.shape(draw.whole(1, 2))),
    draw.size(0, 6),
    draw.number(),
    draw.flag(),
  ],
  oneHot: (
    draw,
  ) => [
    draw.positions(draw.shape()),
    draw.size(0, 5),
    draw.number(),
    draw.number(),
  ],
  ...named(
    "ones zeros",
    (
      draw,
    ) => [
      draw.shape(),
      draw.pick(["float32", "int32", "bool", "complex64", "string"]),
    ],
  ),
  pad: padding(),
  pad1d: padding(1),
  pad2d: padding(2),
  pad3d: padding(3),
  pad4d: padding(4),
  raggedGather: (
    draw,
  ) => [[draw.positions([3])], draw.tensor([3]), draw.positions([2], 2), 1],
  raggedRange: (
    draw,
  ) => [draw.positions([2]), draw.positions([2]), draw.positions([2])],
  raggedTensorToTensor: (
    draw,
  ) => [draw.positions([2]), draw.tensor([3]), draw.tensor([]), [
    draw.positions([3]),
  ], ["ROW_SPLITS"]],
  rand: (draw) => [draw.shape(2), () => 0.5],
  randomGamma: (draw) => [draw.shape(2), draw.whole(1, 3), 1, "float32", 1],
  ...named("randomUniform randomNormal truncatedNormal", random),
  randomStandardNormal: (draw) => [draw.sizes(2), "float32", draw.number()],
  randomUniformInt: (
    draw,
  ) => [draw.shape(2), draw.number(), draw.number(), draw.number()],
  range: (
    draw,
  ) => [
    draw.whole(-9, 9),
    draw.whole(-9, 9),
    draw.whole(-2, 3),
    draw.pick(["float32", "int32"]),
  ],
  reshape: (draw) => {
    const shape = draw.shape();
    const count = shape.reduce((a, b) => a * b, 1);
    const wanted = draw.pick([
      [count],
      [-1],
      [1, count],
      [-1, count],
      [...shape].reverse(),
      new Array(255).fill(1),
      draw.sizes(2),
      [0, -1],
    ]);
    return [draw.tensor(shape), wanted];
  },
  reverse: (draw) => [draw.any(), draw.axes()],
  ...Object.fromEntries([1, 2, 3, 4].map((rank): [string, Arguments] => [
    `reverse${rank}d`,
    (draw) => [draw.tensor(draw.shape(rank)), draw.axes(rank)],
  ])),
  scatterND: (draw) => {
    const [count, depth] = [draw.dimension(), draw.whole(1, 2)];
    return [
      draw.positions([count, depth]),
      draw.tensor([count]),
      draw.sizes(depth),
    ];
  },
  separableConv2d: (draw) => {
    const x = draw.image();
    const multiplier = draw.whole(1, 2);
    return [
      x,
      draw.filter(x.shape[3], multiplier),
      draw.tensor([1, 1, x.shape[3] * multiplier, draw.whole(1, 4)]),
      draw.stride(),
      draw.padding(),
      draw.chance(0.8) ? 1 : draw.stride(),
      draw.format(),
    ];
  },
  "signal.hammingWindow": (draw) => [draw.whole(-1, 9)],
  "signal.hannWindow": (draw) => [draw.whole(-1, 9)],
  "signal.frame": (
    draw,
  ) => [
    draw.tensor(draw.shape(1)),
    draw.whole(0, 4),
    draw.whole(1, 4),
    draw.flag(),
  ],
  "signal.stft": (
    draw,
  ) => [
    draw.tensor([draw.whole(0, 20)]),
    draw.whole(0, 6),
    draw.whole(1, 4),
    draw.flag() ? draw.whole(1, 9) : undefined,
  ],
  slice: slicing(),
  slice1d: slicing(1),
  slice2d: slicing(2),
  slice3d: slicing(3),
  slice4d: slicing(4),
  "sparse.sparseFillEmptyRows": (draw) => {
    const count = draw.dimension();
    return [
      draw.positions([count, 2]),
      draw.tensor([count]),
      draw.positions([2]),
      draw.tensor([]),
    ];
  },
  "sparse.sparseReshape": (
    draw,
  ) => [
    draw.positions([draw.dimension(), 2]),
    draw.positions([2], 9),
    draw.positions([draw.whole(1, 3)], 9),
  ],
  ...named("sparse.sparseSegmentMean sparse.sparseSegmentSum", (draw) => {
    const count = draw.dimension();
    return [
      draw.tensor(draw.shape(2)),
      draw.positions([count]),
      draw.positions([count]),
    ];
  }),
  sparseToDense: (draw) => {
    const count = draw.dimension();
    return [
      draw.positions([count]),
      draw.tensor([count]),
      draw.sizes(1),
      draw.tensor([]),
    ];
  },
  split: (
    draw,
  ) => [
    draw.any(),
    draw.flag() ? draw.size(1, 4) : draw.sizes(2, 0),
    draw.axis(),
  ],
  squeeze: (draw) => [draw.any(), draw.flag() ? [draw.axis()] : undefined],
  stack: concatenation(),
  unstack: (draw) => [draw.any(), draw.axis()],
  stridedSlice: (draw) => {
    const shape = draw.shape(draw.whole(1, 4));
    const each = (from: number, to: number) =>
      draw.list(shape.length, () => draw.size(from, to));
    const mask = () => draw.chance(0.8) ? 0 : draw.size(0, 15);
    return [
      draw.tensor(shape),
      each(-3, 3),
      each(-3, 5),
      each(-2, 3),
      mask(),
      mask(),
      mask(),
      mask(),
      mask(),
    ];
  },
  ...named(
    "string.stringNGrams",
    (
      draw,
    ) => [
      draw.tensor([3], "string"),
      draw.positions([2], 4),
      ",",
      [1, 2],
      "a",
      "b",
      draw.whole(-1, 2),
      draw.flag(),
    ],
  ),
  "string.stringSplit": (
    draw,
  ) => [draw.tensor([2], "string"), draw.tensor([], "string"), draw.flag()],
  "string.stringToHashBucketFast": (
    draw,
  ) => [draw.tensor([2], "string"), draw.size()],
  "string.staticRegexReplace": (
    draw,
  ) => [
    draw.tensor([2], "string"),
    draw.pick(["a", "(", ".*"]),
    "x",
    draw.flag(),
  ],
  tensorScatterUpdate: (draw) => {
    const [count, depth] = [draw.dimension(), draw.whole(1, 2)];
    return [
      draw.tensor(draw.shape(depth)),
      draw.positions([count, depth]),
      draw.tensor([count]),
    ];
  },
  tile: (draw) => {
    const shape = draw.shape();
    return [draw.tensor(shape), draw.list(shape.length, () => draw.size(0, 3))];
  },
  topk: (
    draw,
  ) => [
    draw.tensor(draw.shape(draw.whole(1, 3))),
    draw.size(0, 4),
    draw.flag(),
  ],
  transpose: (draw) => {
    const shape = draw.shape();
    const order = shape.map((_, axis) => axis).reverse();
    return [
      draw.tensor(shape),
      draw.flag()
        ? undefined
        : draw.chance(0.1)
        ? order.map(() => draw.axis())
        : order,
      draw.chance(0.1),
    ];
  },
  unique: (draw) => [draw.any(), draw.axis()],
  unsortedSegmentSum: (draw) => {
    const rows = draw.dimension();
    return [
      draw.tensor([rows, ...draw.shape(draw.whole(0, 2))]),
      draw.positions([rows]),
      draw.size(0, 4),
    ];
  },
  where: (draw) => {
    const shape = draw.shape();
    return [draw.tensor(shape, "bool"), draw.tensor(shape), draw.tensor(shape)];
  },
};
