/** Operations without a case of their own, and why. */
export const withoutCase: readonly (readonly [
  reason: string,
  operations: readonly string[],
])[] = [
  [
    "The result is constant between jumps; it passes 0 on, so that what is made with it can be differentiated",
    [
      ...["isFinite", "isInf", "isNaN", "logicalNot", "logicalOr"],
      ...["logicalXor", "bitwiseAnd", "all", "any", "argMax", "argMin"],
      ...["searchSorted", "lowerBound", "upperBound", "multinomial", "oneHot"],
      ...["image.nonMaxSuppression", "image.nonMaxSuppressionWithScore"],
      ...["image.nonMaxSuppressionPadded", "image.threshold"],
      "math.confusionMatrix",
    ],
  ],
  [
    "Made from numbers, not from a tensor",
    [
      ...["eye", "fill", "linspace", "ones", "zeros", "range", "rand"],
      ...["randomGamma", "randomUniform", "randomNormal", "truncatedNormal"],
      ...["randomStandardNormal", "randomUniformInt"],
      ...["signal.hammingWindow", "signal.hannWindow"],
    ],
  ],
  [
    "Of whole numbers or strings",
    [
      ...["broadcastArgs", "raggedRange", "sparse.sparseReshape"],
      ...["string.stringNGrams", "string.stringSplit"],
      ...["string.stringToHashBucketFast", "string.staticRegexReplace"],
    ],
  ],
  [
    "None, as in TensorFlow: which of equal values is picked isn't said",
    ["unique"],
  ],
  [
    "The same as under `spectral`",
    ["fft", "ifft", "rfft", "irfft"],
  ],
];
