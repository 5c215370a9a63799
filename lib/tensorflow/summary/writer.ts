import { requireTensorFlowBackend } from "../backend/active.ts";
import type { TensorFlowBackend } from "../backend/mod.ts";
import { AttrType, DType } from "../ffi/dtypes.ts";
import type { Attribute } from "../op_definitions/attributes.ts";
import type { tf } from "../tfjs.ts";
import {
  bytes,
  float32,
  type HostValue,
  int32,
  int64,
  text,
} from "./host_values.ts";
import {
  type Hyperparameter,
  hyperparametersSummary,
  TEXT_METADATA,
} from "./metadata.ts";

/** Records that are held back before they are written. */
const MAX_QUEUE = 100;

/** Counts the writers, since TensorFlow knows each by its name. */
let writers = 0;

/** How a {@linkcode SummaryWriter} writes. */
export interface SummaryWriterOptions {
  /** Milliseconds after which records that are held back are written. Default 10,000. */
  readonly flushMillis?: number;
}

/**
 * Writes a folder of events that TensorBoard shows, by TensorFlow's own operations:
 * `CreateSummaryFileWriter`, `WriteScalarSummary` and their like
 * (core/ops/summary_ops.cc). The steps of one tag should grow.
 *
 * The file is opened by TensorFlow, past Deno's permissions; check them first where
 * the folder's name is not your own.
 *
 * ```ts
 * import { init, summary } from "../mod.ts";
 *
 * await init();
 * const folder = Deno.makeTempDirSync();
 * using writer = new summary.SummaryWriter(folder);
 * writer.scalar("loss", 0.5, 1);
 * ```
 */
export class SummaryWriter implements Disposable {
  readonly #backend: TensorFlowBackend;
  /** The number of the resource's tensor. */
  readonly #resource: number;
  #closed = false;

  /**
   * Opens a new file in a folder.
   *
   * @param folder Created where it is missing.
   * @throws {TensorFlowError} if the file can't be made.
   * @throws {Error} if another backend is in use, or a function is being recorded.
   */
  constructor(
    folder: string,
    { flushMillis = 10_000 }: SummaryWriterOptions = {},
  ) {
    this.#backend = requireTensorFlowBackend("write summaries");
    this.#requireNoRecording();
    const name = `summary_writer_${writers++}`;
    const [{ id }] = this.#backend.binding.executeOp(
      "SummaryWriter",
      [
        { name: "shared_name", type: AttrType.STRING, value: name },
        { name: "container", type: AttrType.STRING, value: "" },
      ],
      [],
      1,
    );
    this.#resource = id;
    try {
      this.#run("CreateSummaryFileWriter", [
        text(folder),
        int32(MAX_QUEUE),
        int32(flushMillis),
        text(".v2"), // Ends the file's name, as in TensorFlow's own Python
      ]);
    } catch (error) {
      this.#closed = true;
      this.#backend.binding.deleteTensor(id);
      throw error;
    }
  }

  /** Writes a number. */
  scalar(tag: string, value: number, step: number): void {
    this.#run("WriteScalarSummary", [int64(step), text(tag), float32(value)], [
      typeOf(DType.FLOAT),
    ]);
  }

  /** Writes how a tensor's values are distributed. */
  histogram(tag: string, values: tf.Tensor, step: number): void {
    this.#run("WriteHistogramSummary", [int64(step), text(tag), values], [
      typeOf(values.dtype === "int32" ? DType.INT32 : DType.FLOAT),
    ]);
  }

  /**
   * Writes pictures.
   *
   * @param pixels uint8, from 0 to 255, [pictures, rows, columns, channels]; 1, 3 or 4
   * channels.
   */
  images(
    tag: string,
    pixels: Uint8Array,
    shape: [number, number, number, number],
    step: number,
  ): void {
    const tensor = { dtype: DType.UINT8, shape, values: pixels };
    // What stands for a pixel that is not finite: uint8 has none
    const bad = {
      ...{ dtype: DType.UINT8, shape: [4] },
      values: Uint8Array.of(255, 0, 0, 255),
    };
    this.#run("WriteImageSummary", [int64(step), text(tag), tensor, bad], [
      typeOf(DType.UINT8),
      { name: "max_images", type: AttrType.INT, value: shape[0] },
    ]);
  }

  /** Writes a text in Markdown. */
  text(tag: string, markdown: string, step: number): void {
    this.#run("WriteSummary", [
      int64(step),
      text(markdown),
      text(tag),
      bytes(TEXT_METADATA),
    ], [typeOf(DType.STRING)]);
  }

  /**
   * Writes the settings that TensorBoard's HPARAMS page compares runs by: once, before
   * all else.
   *
   * @param started When the run began, in seconds since 1970.
   */
  hyperparameters(
    settings: Readonly<Record<string, Hyperparameter>>,
    started: number,
  ): void {
    const summary = hyperparametersSummary(settings, started);
    this.#run("WriteRawProtoSummary", [int64(0), bytes(summary)]);
  }

  /**
   * Writes what is held back.
   *
   * @throws {TensorFlowError} if it can't be written, for example on a full disk.
   */
  flush(): void {
    this.#run("FlushSummaryWriter", []);
  }

  /**
   * Writes what is held back and closes the file.
   *
   * @throws {TensorFlowError} if it can't be written.
   */
  [Symbol.dispose](): void {
    if (this.#closed) return;
    try {
      this.#run("CloseSummaryWriter", []);
    } finally {
      this.#closed = true;
      this.#backend.binding.deleteTensor(this.#resource);
    }
  }

  /** Runs an operation on the writer; values become tensors for as long. */
  #run(
    name: string,
    inputs: readonly (HostValue | tf.Tensor)[],
    attributes: Attribute[] = [],
  ): void {
    if (this.#closed) {
      throw new Error(
        "Cannot write summaries: the writer must be open: it was disposed",
      );
    }
    this.#requireNoRecording();
    const { binding } = this.#backend;
    const made: number[] = [];
    try {
      const ids = inputs.map((input) => {
        if (!("values" in input)) {
          return this.#backend.getInputTensorIds([input])[0];
        }
        const id = binding.createTensor(
          input.shape,
          input.dtype,
          input.values,
        );
        made.push(id);
        return id;
      });
      binding.executeOp(name, attributes, [this.#resource, ...ids], 0);
    } finally {
      for (const id of made) binding.deleteTensor(id);
    }
  }

  /** What is recorded would be written at each call, or never. */
  #requireNoRecording(): void {
    if (!this.#backend.binding.recorder) return;
    throw new Error(
      "Cannot write summaries: it must be done outside of compile(): a function is being recorded",
    );
  }
}

/** The type attribute that most operations have. */
function typeOf(dtype: number): Attribute {
  return { name: "T", type: AttrType.TYPE, value: dtype };
}
