/**
 * `tf.io`, as tfjs-node has it: TensorFlow.js's own, and files.
 *
 * @module
 */
import { tf } from "../tfjs.ts";
import { requirePublished } from "./published.ts";

type Io = typeof tf.io;

/**
 * Loads and saves a model's files; `file://` in front of a path does the same.
 *
 * @param path To load: of `model.json`, or of a graph and its weights' manifest. To
 * save: of a folder.
 */
export function fileSystem(path: string | string[]): tf.io.IOHandler {
  return requirePublished("tf.io.fileSystem").fileSystem(path);
}

/** Answers to `file://` addresses, and to no other. */
export function nodeFileSystemRouter(
  url: string | string[],
): tf.io.IOHandler | null {
  return requirePublished("tf.io.nodeFileSystemRouter").fileRouter(url);
}

/** Loads a model by HTTP. */
export function nodeHTTPRequest(
  path: string,
  requestInit?: RequestInit,
  weightPathPrefix?: string,
): tf.io.IOHandler {
  return tf.io.browserHTTPRequest(path, { requestInit, weightPathPrefix });
}

/** TensorFlow.js's class of several buffers as one. */
export const CompositeArrayBuffer: Io["CompositeArrayBuffer"] =
  tf.io.CompositeArrayBuffer;
/** TensorFlow.js's class of several buffers as one. */
export type CompositeArrayBuffer = tf.io.CompositeArrayBuffer;

// TensorFlow.js's own functions and types, unchanged
/** TensorFlow.js's `tf.io.browserFiles`. */
export const browserFiles: Io["browserFiles"] = tf.io.browserFiles;
/** TensorFlow.js's `tf.io.browserHTTPRequest`. */
export const browserHTTPRequest: Io["browserHTTPRequest"] =
  tf.io.browserHTTPRequest;
/** TensorFlow.js's `tf.io.concatenateArrayBuffers`. */
export const concatenateArrayBuffers: Io["concatenateArrayBuffers"] =
  tf.io.concatenateArrayBuffers;
/** TensorFlow.js's `tf.io.copyModel`. */
export const copyModel: Io["copyModel"] = tf.io.copyModel;
/** TensorFlow.js's `tf.io.decodeWeights`. */
export const decodeWeights: Io["decodeWeights"] = tf.io.decodeWeights;
/** TensorFlow.js's `tf.io.decodeWeightsStream`. */
export const decodeWeightsStream: Io["decodeWeightsStream"] =
  tf.io.decodeWeightsStream;
/** TensorFlow.js's `tf.io.encodeWeights`. */
export const encodeWeights: Io["encodeWeights"] = tf.io.encodeWeights;
/** TensorFlow.js's `tf.io.fromMemory`. */
export const fromMemory: Io["fromMemory"] = tf.io.fromMemory;
/** TensorFlow.js's `tf.io.fromMemorySync`. */
export const fromMemorySync: Io["fromMemorySync"] = tf.io.fromMemorySync;
/** TensorFlow.js's `tf.io.getLoadHandlers`. */
export const getLoadHandlers: Io["getLoadHandlers"] = tf.io.getLoadHandlers;
/** TensorFlow.js's `tf.io.getModelArtifactsForJSON`. */
export const getModelArtifactsForJSON: Io["getModelArtifactsForJSON"] =
  tf.io.getModelArtifactsForJSON;
/** TensorFlow.js's `tf.io.getModelArtifactsForJSONSync`. */
export const getModelArtifactsForJSONSync: Io["getModelArtifactsForJSONSync"] =
  tf.io.getModelArtifactsForJSONSync;
/** TensorFlow.js's `tf.io.getModelArtifactsInfoForJSON`. */
export const getModelArtifactsInfoForJSON: Io["getModelArtifactsInfoForJSON"] =
  tf.io.getModelArtifactsInfoForJSON;
/** TensorFlow.js's `tf.io.getSaveHandlers`. */
export const getSaveHandlers: Io["getSaveHandlers"] = tf.io.getSaveHandlers;
/** TensorFlow.js's `tf.io.getWeightSpecs`. */
export const getWeightSpecs: Io["getWeightSpecs"] = tf.io.getWeightSpecs;
/** TensorFlow.js's `tf.io.http`. */
export const http: Io["http"] = tf.io.http;
/** TensorFlow.js's `tf.io.isHTTPScheme`. */
export const isHTTPScheme: Io["isHTTPScheme"] = tf.io.isHTTPScheme;
/** TensorFlow.js's `tf.io.listModels`. */
export const listModels: Io["listModels"] = tf.io.listModels;
/** TensorFlow.js's `tf.io.loadWeights`. */
export const loadWeights: Io["loadWeights"] = tf.io.loadWeights;
/** TensorFlow.js's `tf.io.moveModel`. */
export const moveModel: Io["moveModel"] = tf.io.moveModel;
/** TensorFlow.js's `tf.io.registerLoadRouter`. */
export const registerLoadRouter: Io["registerLoadRouter"] =
  tf.io.registerLoadRouter;
/** TensorFlow.js's `tf.io.registerSaveRouter`. */
export const registerSaveRouter: Io["registerSaveRouter"] =
  tf.io.registerSaveRouter;
/** TensorFlow.js's `tf.io.removeModel`. */
export const removeModel: Io["removeModel"] = tf.io.removeModel;
/** TensorFlow.js's `tf.io.weightsLoaderFactory`. */
export const weightsLoaderFactory: Io["weightsLoaderFactory"] =
  tf.io.weightsLoaderFactory;
/** TensorFlow.js's `tf.io.withSaveHandler`. */
export const withSaveHandler: Io["withSaveHandler"] = tf.io.withSaveHandler;
/** TensorFlow.js's `tf.io.withSaveHandlerSync`. */
export const withSaveHandlerSync: Io["withSaveHandlerSync"] =
  tf.io.withSaveHandlerSync;
/** TensorFlow.js's `tf.io.IOHandler`. */
export type IOHandler = tf.io.IOHandler;
/** TensorFlow.js's `tf.io.IOHandlerSync`. */
export type IOHandlerSync = tf.io.IOHandlerSync;
/** TensorFlow.js's `tf.io.LoadHandler`. */
export type LoadHandler = tf.io.LoadHandler;
/** TensorFlow.js's `tf.io.LoadOptions`. */
export type LoadOptions = tf.io.LoadOptions;
/** TensorFlow.js's `tf.io.ModelArtifacts`. */
export type ModelArtifacts = tf.io.ModelArtifacts;
/** TensorFlow.js's `tf.io.ModelArtifactsInfo`. */
export type ModelArtifactsInfo = tf.io.ModelArtifactsInfo;
/** TensorFlow.js's `tf.io.ModelJSON`. */
export type ModelJSON = tf.io.ModelJSON;
/** TensorFlow.js's `tf.io.ModelStoreManager`. */
export type ModelStoreManager = tf.io.ModelStoreManager;
/** TensorFlow.js's `tf.io.OnProgressCallback`. */
export type OnProgressCallback = tf.io.OnProgressCallback;
/** TensorFlow.js's `tf.io.RequestDetails`. */
export type RequestDetails = tf.io.RequestDetails;
/** TensorFlow.js's `tf.io.SaveConfig`. */
export type SaveConfig = tf.io.SaveConfig;
/** TensorFlow.js's `tf.io.SaveHandler`. */
export type SaveHandler = tf.io.SaveHandler;
/** TensorFlow.js's `tf.io.SaveResult`. */
export type SaveResult = tf.io.SaveResult;
/** TensorFlow.js's `tf.io.TrainingConfig`. */
export type TrainingConfig = tf.io.TrainingConfig;
/** TensorFlow.js's `tf.io.WeightData`. */
export type WeightData = tf.io.WeightData;
/** TensorFlow.js's `tf.io.WeightGroup`. */
export type WeightGroup = tf.io.WeightGroup;
/** TensorFlow.js's `tf.io.WeightsManifestConfig`. */
export type WeightsManifestConfig = tf.io.WeightsManifestConfig;
/** TensorFlow.js's `tf.io.WeightsManifestEntry`. */
export type WeightsManifestEntry = tf.io.WeightsManifestEntry;
