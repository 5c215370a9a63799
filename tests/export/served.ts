/** Exports as a web server gives them out, and TensorFlow.js without TensorFlow. @module */
import { exportFiles } from "../../lib/export/export_files.ts";
import type { ExportInput, Precision } from "../../lib/export/format.ts";
import { type FormatName, FORMATS } from "../../lib/export/formats.ts";
import { tf } from "../../lib/tensorflow/mod.ts";
import { selectBackend } from "../../lib/tensorflow/select_backend.ts";
import { type LocalServer, serve } from "../support/servers.ts";

await selectBackend({ backend: "cpu" });

/** A network's export at the root of a server. */
export async function serveExport(
  { model, ...info }: ExportInput,
  format: FormatName,
  precision: Precision = "float32",
): Promise<LocalServer> {
  const files = await exportFiles({
    model,
    info: {
      ...info,
      classes: [...info.classes],
      recipe: "reference",
      epoch: 15,
      trainedOn: "MNIST",
    },
  }, { format, precision });
  return serve((request) => {
    const path = new URL(request.url).pathname.slice(1);
    const file = files.find((file) => file.path === path);
    return new Response(file?.bytes, { status: file ? 200 : 404 });
  });
}

/**
 * What the program in an export's README prints.
 *
 * @param url The server's, with a slash at its end.
 */
export async function runProgram(
  format: FormatName,
  url: string,
): Promise<unknown[]> {
  const { code } = FORMATS[format].program;
  const here = code.replace("http://localhost:8000", url.slice(0, -1));
  const printed: unknown[] = [];
  const { log } = console;
  console.log = (...words) => printed.push(...words);
  try {
    await import(`data:text/javascript,${encodeURIComponent(here)}`);
  } finally {
    console.log = log;
  }
  return printed;
}

/** The most probable class of a black image, and its probability. */
export async function ofBlack(
  { model, normalization, classes }: ExportInput,
): Promise<[string, number]> {
  const { mean, standardDeviation } = normalization;
  const answer = tf.tidy(() =>
    (model.predict(
      tf.fill([1, 28, 28, 1], -mean / standardDeviation),
    ) as tf.Tensor)
      .exp()
  );
  const probabilities = await answer.data<"float32">();
  answer.dispose();
  const most = Math.max(...probabilities);
  return [classes[probabilities.indexOf(most)], most];
}
