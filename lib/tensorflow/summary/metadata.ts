/**
 * What tells TensorBoard's plugins that a summary is theirs: messages of
 * core/framework/summary.proto and of TensorBoard's plugins/hparams/plugin_data.proto.
 *
 * @module
 */
import { DType } from "../ffi/dtypes.ts";
import { encodeMessage, type Field } from "../ffi/protobuf.ts";

/** The value of a setting. */
export type Hyperparameter = number | string | boolean;

/** `SummaryMetadata` of a text. */
export const TEXT_METADATA = encodeMessage([
  [1, encodeMessage([[1, "text"]])], // plugin_data.plugin_name
  [4, 2], // data_class: a tensor
]);

/**
 * A `Summary` that gives a run's settings to the HPARAMS page.
 *
 * @param started In seconds since 1970.
 */
export function hyperparametersSummary(
  settings: Readonly<Record<string, Hyperparameter>>,
  started: number,
): Uint8Array<ArrayBuffer> {
  const start = encodeMessage(
    Object.entries(settings).map(([name, value]): Field => [
      1, // hparams, a map
      encodeMessage([[1, name], [2, wellKnownValue(value)]]),
    ]),
  );
  const session = joined(start, double(5, started)); // start_time_secs
  const content = encodeMessage([[1, 0], [3, session]]); // version, start info
  const metadata = encodeMessage([
    [1, encodeMessage([[1, "hparams"], [2, content]])],
    [4, 2],
  ]);
  // A tensor is required: one float32, 0
  const tensor = encodeMessage([
    [1, DType.FLOAT],
    [2, encodeMessage([[2, encodeMessage([[1, 1]])]])],
    [4, new Uint8Array(4)],
  ]);
  return encodeMessage([[
    1,
    encodeMessage([
      [1, "_hparams_/session_start_info"],
      [8, tensor],
      [9, metadata],
    ]),
  ]]);
}

/** `google.protobuf.Value`. */
function wellKnownValue(value: Hyperparameter): Uint8Array<ArrayBuffer> {
  if (typeof value === "number") return double(2, value);
  return typeof value === "string"
    ? encodeMessage([[3, value]])
    : encodeMessage([[4, value ? 1 : 0]]);
}

/** A field of type `double`. */
function double(field: number, value: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(9);
  bytes[0] = field << 3 | 1;
  new DataView(bytes.buffer).setFloat64(1, value, true);
  return bytes;
}

function joined(
  first: Uint8Array,
  second: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}
