/** Tensors as the output of a cell. @module */
import { Buffer } from "node:buffer";
import { encode } from "fast-png";
import type { Bundle } from "./kernel.ts";
import { escapeHtml } from "./plotly_html.ts";

/** The part of a TensorFlow.js tensor that is used here. */
export interface TensorLike {
  /** For example "float32". */
  readonly dtype: string;
  /** Empty for a scalar. */
  readonly shape: readonly number[];
  /** Whether the memory is freed, so that there are no values. */
  readonly isDisposed: boolean;
  /** All values, the last dimension running fastest. */
  dataSync(): ArrayLike<number | string>;
}

/** Values in a preview. */
const previewValues = 8;
/** Pictures shown of a batch. */
const mostPictures = 16;
/** A tensor with a smaller side is a matrix, not a picture. */
const smallestSide = 8;

/**
 * Makes a tensor at the end of a cell show its dtype, its shape and its first
 * values, and a picture if it has an image's shape.
 *
 * @param tensorClass `tf.Tensor` of TensorFlow.js
 */
export function showTensors(tensorClass: { prototype: object }): void {
  Object.defineProperty(
    tensorClass.prototype,
    Symbol.for("Jupyter.display"),
    {
      configurable: true,
      value(this: TensorLike) {
        return tensorBundle(this);
      },
    },
  );
}

/** A tensor as text, and as a picture if it has an image's shape. */
export function tensorBundle(tensor: TensorLike): Bundle {
  const head = `Tensor ${tensor.dtype} [${tensor.shape.join(", ")}]`;
  if (tensor.isDisposed) return { "text/plain": `${head} (disposed)` };
  const values = tensor.dataSync();
  const shown = Array.from(
    { length: Math.min(previewValues, values.length) },
    (_, k) => preview(values[k]),
  );
  const rest = values.length > previewValues ? ", …" : "";
  const text = `${head}\n[${shown.join(", ")}${rest}]`;
  const layout = pictureLayout(tensor);
  if (!layout) return { "text/plain": text };
  const png = pictures(values as ArrayLike<number>, layout);
  return {
    "text/plain": text,
    // JupyterLab shows either the text or the PNG; HTML shows both.
    "text/html": `<pre>${escapeHtml(text)}</pre>` +
      `<img src="data:image/png;base64,${png}" alt="${escapeHtml(head)}">`,
    "image/png": png,
  };
}

function preview(value: number | string): string {
  if (typeof value === "string") return JSON.stringify(value);
  return Number.isInteger(value)
    ? String(value)
    : String(Number(value.toPrecision(4)));
}

interface Layout {
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
}

/**
 * How many pictures a tensor holds, and their size: `[rows, columns]`, `[rows, columns, 1]`,
 * `[count, rows, columns]` or `[count, rows, columns, 1]` of numbers with
 * sides between 8 and 256.
 */
function pictureLayout({ dtype, shape }: TensorLike): Layout | undefined {
  if (dtype !== "float32" && dtype !== "int32") return undefined;
  const [rows, columns] = shape.at(-1) === 1
    ? shape.slice(-3, -1)
    : shape.slice(-2);
  const count = shape.reduce((product, side) => product * side, 1) /
    (rows * columns);
  const dimensions = shape.length - (shape.at(-1) === 1 ? 1 : 0);
  const fits = dimensions >= 2 && dimensions <= 3 && count > 0 &&
    [rows, columns].every((side) => side >= smallestSide && side <= 256);
  return fits
    ? { count: Math.min(count, mostPictures), rows, columns }
    : undefined;
}

/** Pictures side by side as a PNG in base64, darker for larger values. */
function pictures(
  values: ArrayLike<number>,
  { count, rows, columns }: Layout,
): string {
  const zoom = Math.max(1, Math.floor(84 / columns));
  const step = columns + 1;
  const width = (count * step - 1) * zoom;
  const height = rows * zoom;
  const used = count * rows * columns;
  let low = Infinity;
  let high = -Infinity;
  for (let k = 0; k < used; k++) {
    low = Math.min(low, values[k]);
    high = Math.max(high, values[k]);
  }
  const data = new Uint8Array(width * height).fill(255);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const column = Math.floor(x / zoom);
      if (column % step === columns) continue;
      const k = (Math.floor(column / step) * rows + Math.floor(y / zoom)) *
          columns + column % step;
      data[y * width + x] = 255 * (1 - (values[k] - low) / (high - low || 1));
    }
  }
  const png = encode({ width, height, data, channels: 1 });
  return Buffer.from(png).toString("base64");
}
