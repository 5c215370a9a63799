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
  const session = encodeMessage([
    ...Object.entries(settings).map(([name, value]): Field => [
      1, // hparams, a map
      encodeMessage([[1, name], [2, encodeMessage([valueField(value)])]]),
    ]),
    [5, { float64: started }], // start_time_secs
  ]);
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

/** The field of a `google.protobuf.Value`. */
function valueField(value: Hyperparameter): Field {
  if (typeof value === "number") return [2, { float64: value }];
  return typeof value === "string" ? [3, value] : [4, value ? 1 : 0];
}
