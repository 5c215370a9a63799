import type { SavedModel } from "../model/files/model_folder.ts";
import { describeExport } from "./describe.ts";
import { type ExportedFile, ExportError, type Precision } from "./format.ts";
import { type FormatName, FORMATS } from "./formats.ts";

/** In what form a network is exported. */
export interface ExportForm {
  readonly format: FormatName;
  readonly precision: Precision;
}

/**
 * All files of an export: the network, `README.md` and `export.json`.
 *
 * @throws {ExportError} if the format has no such precision or no such layer.
 */
export async function exportFiles(
  { model, info }: SavedModel,
  { format, precision }: ExportForm,
): Promise<readonly ExportedFile[]> {
  requirePrecision({ format, precision });
  const { normalization, classes } = info;
  return [
    ...await FORMATS[format].encode({ model, normalization, classes }, {
      precision,
    }),
    ...describeExport({ format, precision, info }),
  ];
}

/** @throws {ExportError} if the format has no such precision. */
export function requirePrecision({ format, precision }: ExportForm): void {
  const { precisions, title } = FORMATS[format];
  if (precisions.includes(precision)) return;
  throw new ExportError(
    `Cannot export in ${precision}: the weights of ${title} must be in ${
      precisions.join(" or ")
    }`,
  );
}
