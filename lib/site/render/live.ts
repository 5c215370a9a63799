/**
 * What makes the pictures of a notebook move. Committed notebooks hold pictures;
 * beside them, in notebooks/live, is the data from which their live forms are drawn,
 * by the pictures' digests: a picture that has changed has no live form until
 * `deno task notebooks --write` saves both.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { joined, type Notebook, type Output } from "../../jupyter/notebook.ts";
import { readFigureHtml } from "../../jupyter/plotly_html.ts";
import { readWidgetHtml } from "../../widgets/widget.ts";

/** A figure as plotly's arguments, or a widget's element and its data. */
export type Live =
  | { readonly figure: readonly [data: unknown, layout: unknown] }
  | { readonly widget: string; readonly data: unknown };

/** Live forms by the digests of their pictures. */
export type LiveForms = Readonly<Record<string, Live>>;

/** Where the live forms of a notebook are: in the folder `live` of all notebooks. */
export function livePath(notebook: string): string {
  return notebook.replace(
    /^(.*\/)?notebooks\/(.*)\.ipynb$/,
    "$1notebooks/live/$2.json.gz",
  );
}

/** The digest of a picture in base64. */
export function pictureDigest(png: string): string {
  const bytes = png.replaceAll(/\s/g, "");
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}

/** The live forms in the outputs of a notebook that has just run. */
export function liveForms({ cells }: Notebook): LiveForms {
  const outputs = cells.flatMap((cell) =>
    cell.cell_type === "code" ? cell.outputs : []
  );
  return Object.fromEntries(outputs.flatMap((output) => {
    const found = liveForm(output);
    return found ? [found] : [];
  }));
}

function liveForm(output: Output): [string, Live] | undefined {
  if (!("data" in output)) return undefined;
  const { "image/png": png, "text/html": html } = output.data;
  if (png === undefined || html === undefined) return undefined;
  const text = joined(html);
  const live = readFigureHtml(text) ?? readWidgetHtml(text);
  return live && [pictureDigest(joined(png)), live];
}

/** Live forms as their file holds them. */
export function encodeLiveForms(forms: LiveForms): Uint8Array {
  return gzipSync(JSON.stringify(forms), { level: 9 });
}

/** Reads a file of live forms. */
export function decodeLiveForms(bytes: Uint8Array): LiveForms {
  return JSON.parse(gunzipSync(bytes).toString());
}
