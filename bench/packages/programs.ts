/**
 * Programs that use npm packages with their weights inside: a face recogniser and an
 * upscaler that were written for tfjs-node, and a classifier written for TensorFlow.js.
 * Each exports what it computes, as numbers; the packages run unchanged.
 *
 * @module
 */

/** A package and a program that uses it. */
export interface PackageProgram {
  readonly name: string;
  /** What it does, for the table. */
  readonly task: string;
  /** Packages and their versions. */
  readonly imports: Readonly<Record<string, string>>;
  /** Exports `run(): Promise<number[]>`. */
  readonly source: string;
}

/** The programs, in the order of the table. */
export const PROGRAMS: readonly PackageProgram[] = [
  {
    name: "@vladmandic/face-api 1.7.15",
    task:
      "3 faces in 1920 × 1280 pixels: boxes, landmarks, age, expressions, descriptors",
    imports: { "@vladmandic/face-api": "npm:@vladmandic/face-api@1.7.15" },
    source: `
import * as tf from "@tensorflow/tfjs-node";
import * as faceapi from "@vladmandic/face-api";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const folder = dirname(createRequire(import.meta.url).resolve("@vladmandic/face-api/package.json"));
const { nets } = faceapi;
for (const net of [nets.ssdMobilenetv1, nets.faceLandmark68Net, nets.faceRecognitionNet, nets.ageGenderNet, nets.faceExpressionNet]) {
  await net.loadFromDisk(join(folder, "model"));
}
const image = tf.node.decodeImage(Deno.readFileSync(join(folder, "demo", "sample1.jpg")), 3);
const options = new faceapi.SsdMobilenetv1Options({ minConfidence: 0.2 });
export async function run() {
  const faces = await faceapi.detectAllFaces(image, options).withFaceLandmarks()
    .withFaceExpressions().withFaceDescriptors().withAgeAndGender();
  return faces.flatMap(({ detection: { score, box }, landmarks, age, expressions, descriptor }) => [
    score, box.x, box.y, box.width, box.height, age,
    ...landmarks.positions.flatMap(({ x, y }) => [x, y]),
    ...Object.values(expressions), ...descriptor,
  ]);
}
`,
  },
  {
    name: "upscaler 1.0.0",
    task: "64 × 64 pixels to 128 × 128, with its default model",
    imports: {
      "upscaler": "npm:upscaler@1.0.0",
      "@upscalerjs/default-model": "npm:@upscalerjs/default-model@1.0.0",
    },
    source: `
import * as tf from "@tensorflow/tfjs-node";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const Upscaler = require("upscaler/node");
const upscaler = new Upscaler({ model: require("@upscalerjs/default-model") });
const image = tf.randomUniform([64, 64, 3], 0, 255, "int32", 1);
export async function run() {
  const large = await upscaler.upscale(image, { output: "tensor" });
  const values = large.dataSync();
  large.dispose();
  return [...values];
}
`,
  },
  {
    name: "nsfwjs 4.4.0",
    task: "the class of 224 × 224 pixels, by MobileNet v2",
    imports: { "nsfwjs": "npm:nsfwjs@4.4.0" },
    source: `
import * as tf from "@tensorflow/tfjs-node";
import * as nsfwjs from "nsfwjs";

const model = await nsfwjs.load("MobileNetV2");
const image = tf.randomUniform([224, 224, 3], 0, 255, "int32", 1);
export async function run() {
  const classes = await model.classify(image);
  return classes.map(({ probability }) => probability);
}
`,
  },
  {
    name: "@vladmandic/human 3.3.6",
    task:
      "a face in 1920 × 1280 pixels: mesh, iris, age, emotion, descriptor; the body",
    imports: {
      "@vladmandic/human": "npm:@vladmandic/human@3.3.6",
      "@vladmandic/face-api": "npm:@vladmandic/face-api@1.7.15", // its picture
    },
    source: `
import * as tf from "@tensorflow/tfjs-node";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const { Human } = require("@vladmandic/human");
const models = join(dirname(require.resolve("@vladmandic/human")), "..", "models");
const human = new Human({
  modelBasePath: "file://" + models + "/", backend: "tensorflow", cacheSensitivity: 0,
  filter: { enabled: false }, hand: { enabled: false }, gesture: { enabled: false },
});
const folder = dirname(require.resolve("@vladmandic/face-api/package.json"));
const image = tf.node.decodeImage(Deno.readFileSync(join(folder, "demo", "sample1.jpg")), 3);
export async function run() {
  human.config.backend = tf.getBackend();
  const { face, body } = await human.detect(image);
  return [
    ...face.flatMap(({ score, age, mesh, embedding }) => [score, age, ...mesh.flat(), ...embedding]),
    ...body.flatMap(({ keypoints }) => keypoints.flatMap(({ position }) => position)),
  ];
}
`,
  },
];
