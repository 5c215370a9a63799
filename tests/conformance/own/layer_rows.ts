/** A layer's class, its options, and the shape of an example. */
export type Row = readonly [
  name: string,
  options: Readonly<Record<string, unknown>>,
  ...shapes: (readonly number[])[],
];

const image = [5, 6, 2];
const series = [4, 3];
export const layerRows: readonly Row[] = [
  ["dense", { units: 3, activation: "tanh" }, [4]],
  ["dense", { units: 2, useBias: false, kernelRegularizer: "l1l2" }, [3, 4]],
  ["activation", { activation: "softmax" }, [4]],
  ...["elu", "leakyReLU", "prelu", "thresholdedReLU"]
    .map((name): Row => [name, {}, [3, 4]]),
  ["reLU", { maxValue: 0.5 }, [5]],
  ["softmax", {}, [4]],
  ["flatten", {}, image],
  ["flatten", { dataFormat: "channelsFirst" }, image],
  ["reshape", { targetShape: [6, 10] }, image],
  ["permute", { dims: [3, 1, 2] }, image],
  ["repeatVector", { n: 3 }, [4]],
  ["masking", { maskValue: 0 }, series],
  ...["valid", "same", "causal"].map((padding): Row => [
    "conv1d",
    { filters: 2, kernelSize: 3, padding },
    series,
  ]),
  ["conv1d", { filters: 2, kernelSize: 2, dilationRate: 2 }, [6, 2]],
  ...["valid", "same"].flatMap((padding): Row[] => [
    ["conv2d", { filters: 3, kernelSize: [2, 3], padding, strides: 2 }, image],
    [
      "conv2dTranspose",
      { filters: 2, kernelSize: 3, padding, strides: 2 },
      image,
    ],
    ["depthwiseConv2d", { kernelSize: 2, padding, depthMultiplier: 2 }, image],
    ["separableConv2d", { filters: 3, kernelSize: 2, padding }, image],
    ["conv3d", { filters: 2, kernelSize: 2, padding }, [3, 4, 3, 2]],
    ["maxPooling2d", { poolSize: 2, strides: 1, padding }, image],
    ["averagePooling2d", { poolSize: [2, 3], padding }, image],
    ["maxPooling1d", { poolSize: 2, padding }, series],
    ["averagePooling1d", { poolSize: 2, padding }, series],
    ["maxPooling3d", { poolSize: 2, padding }, [3, 4, 3, 2]],
    ["averagePooling3d", { poolSize: 2, padding }, [3, 4, 3, 2]],
  ]),
  [
    "conv2d",
    { filters: 2, kernelSize: 2, dilationRate: 2, activation: "relu" },
    image,
  ],
  ["conv3dTranspose", { filters: 2, kernelSize: 2, strides: 2 }, [2, 2, 2, 1]],
  ...["globalMaxPooling1d", "globalAveragePooling1d"].map((
    name,
  ): Row => [name, {}, series]),
  ...["globalMaxPooling2d", "globalAveragePooling2d"].map((name): Row => [
    name,
    { dataFormat: "channelsLast" },
    image,
  ]),
  ["zeroPadding2d", { padding: [[1, 2], [0, 1]] }, image],
  ["cropping2D", { cropping: [[1, 0], [2, 1]] }, image],
  ["upSampling2d", { size: [2, 3] }, image],
  ["upSampling2d", { size: [2, 2], interpolation: "bilinear" }, image],
  ["batchNormalization", {}, image],
  ["batchNormalization", { scale: false, center: false }, [4]],
  ["layerNormalization", {}, image],
  ["layerNormalization", { axis: [1, 2] }, series],
  ...["simpleRNN", "gru", "lstm"].flatMap((name): Row[] => [
    [name, { units: 3 }, series],
    [name, { units: 2, returnSequences: true, goBackwards: true }, series],
  ]),
  ["gru", { units: 2, resetAfter: true }, series],
  ["lstm", { units: 2, unroll: true, unitForgetBias: false }, series],
  ["convLstm2d", { filters: 2, kernelSize: 2 }, [2, 4, 4, 1]],
  ...["add", "multiply", "average", "maximum", "minimum", "concatenate"]
    .map((name): Row => [name, {}, [3, 2], [3, 2]]),
  ["dot", { axes: -1, normalize: true }, [3, 2], [4, 2]],
  ["dropout", { rate: 0.5 }, [4]],
  ["spatialDropout1d", { rate: 0.5 }, series],
  ["gaussianNoise", { stddev: 1 }, [4]],
  ["gaussianDropout", { rate: 0.5 }, [4]],
  ["alphaDropout", { rate: 0.5 }, [4]],
  ["rescaling", { scale: 2, offset: -1 }, image],
];
