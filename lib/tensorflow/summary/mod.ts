/**
 * Writes what TensorBoard shows, by TensorFlow's own operations, and reads it back.
 *
 * @module
 */
export type { Hyperparameter } from "./metadata.ts";
export { SummaryWriter, type SummaryWriterOptions } from "./writer.ts";
export { type EventRecord, isEventFile, readEvents } from "./event_files.ts";
