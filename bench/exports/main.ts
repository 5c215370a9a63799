/**
 * `deno task export:check`: exports a network in every format and precision, opens each
 * export by the format's own reader, and compares the answers with ours.
 *
 * @module
 */
import { join } from "node:path";
import { readArguments } from "../../lib/cli/command/arguments.ts";
import { loadDataset, requireClasses } from "../../lib/cli/command/dataset.ts";
import { ExitCode, exitCodeOf } from "../../lib/cli/command/exit.ts";
import { pathFrom } from "../../lib/cli/command/flags.ts";
import { helpText } from "../../lib/cli/command/help.ts";
import { openModel } from "../../lib/cli/command/open_model.ts";
import { print, say } from "../../lib/cli/command/output.ts";
import { type Digits, takeDigits } from "../../lib/data/digits.ts";
import { Evaluator } from "../../lib/evaluation/evaluate.ts";
import { exportFiles, type ExportForm } from "../../lib/export/export_files.ts";
import type { ExportedFile } from "../../lib/export/format.ts";
import { FORMAT_NAMES, FORMATS } from "../../lib/export/formats.ts";
import { writeFolderAtomically } from "../../lib/files/atomic_folder.ts";
import type { SavedModel } from "../../lib/model/files/model_folder.ts";
import { tf } from "../../lib/tensorflow/mod.ts";
import { selectBackend } from "../../lib/tensorflow/select_backend.ts";
import { pythonEnvironment } from "../contenders.ts";
import { EXPORT_CHECK } from "../flags.ts";
import { type Answers, compare, type Row, table } from "./comparison.ts";
import { INSTALL, readInPython } from "./python.ts";
import { answersOfTfjs, LOADERS } from "./tfjs.ts";

/** Where exports go: data/bench/exports. */
const EXPORTS = join(pythonEnvironment.folder, "..", "exports");

/** Plain TensorFlow.js takes a tenth of a second for an image. */
const STOCK_IMAGES = 100;

/** An export, and where it was written. */
interface Written extends ExportForm {
  readonly folder: string;
  readonly files: readonly ExportedFile[];
}

/** What exports are compared with. */
interface Reference {
  readonly test: Digits;
  readonly ours: Answers;
}

async function main(args: string[], signal: AbortSignal): Promise<number> {
  const given = readArguments(EXPORT_CHECK, args);
  if (!given) {
    print(helpText(EXPORT_CHECK));
    return ExitCode.OK;
  }
  const [named] = given.words.map((word) => pathFrom("RUN", word));
  const { folder, ...network } = await openModel(named, signal);
  say(`Model: ${folder}`);
  const { test, ...all } = await loadDataset(
    given.flags.data,
    undefined,
    signal,
  );
  requireClasses(network.info.classes, { test, ...all });
  using evaluator = new Evaluator(network.model, network.info.normalization);
  const { logProbabilities: ours, correct, count } = await evaluator.evaluate(
    test,
    { signal },
  );
  print(`Ours: ${correct} of ${count} right`);

  const written = await writeAll(network);
  const rows = [
    ...await tfjsRows(written, { test, ours }),
    ...await pythonRows(written, { test, ours }),
  ];
  const order = ({ format }: Row) => FORMAT_NAMES.indexOf(format);
  print(table(rows.sort((a, b) => order(a) - order(b))));
  return ExitCode.OK;
}

/** Writes the network in every format, in all its precisions, to data/bench/exports. */
async function writeAll(network: SavedModel): Promise<Written[]> {
  const forms = FORMAT_NAMES.flatMap((format) =>
    FORMATS[format].precisions.map((precision): ExportForm => ({
      format,
      precision,
    }))
  );
  const written: Written[] = [];
  for (const form of forms) {
    const name = `${form.format}-${form.precision}`;
    const folder = join(EXPORTS, name);
    const files = await exportFiles(network, form);
    await writeFolderAtomically(folder, files, { replace: true });
    written.push({ ...form, folder, files });
  }
  return written;
}

function rowOf({ format, precision, files }: Written) {
  const network = files.filter(({ path }) =>
    path !== "README.md" && path !== "export.json"
  );
  const bytes = network.reduce((sum, { bytes }) => sum + bytes.length, 0);
  return { format, precision, bytes };
}

/**
 * Accuracy on this project's backend; differences also in plain TensorFlow.js, on a few
 * images.
 */
async function tfjsRows(
  written: readonly Written[],
  { test, ours }: Reference,
): Promise<Row[]> {
  const rows: Row[] = [];
  const few = takeDigits(test, STOCK_IMAGES);
  const oursOfFew = ours.subarray(0, few.count * few.classes.length) as Answers;
  for (const each of written) {
    const { format, files } = each;
    if (format !== "tfjs" && format !== "tfjs-graph") continue;
    const all = compare(await answersOfTfjs(format, files, test), ours, test);
    const engine = tf.getBackend();
    await selectBackend({ backend: "cpu" });
    const stock = compare(
      await answersOfTfjs(format, files, few),
      oursOfFew,
      few,
    );
    await tf.setBackend(engine);
    const comparison = {
      ...all,
      largestDifference: Math.max(
        all.largestDifference,
        stock.largestDifference,
      ),
      largestOfProbability: Math.max(
        all.largestOfProbability,
        stock.largestOfProbability,
      ),
    };
    const reader = `TensorFlow.js ${tf.version.tfjs}`;
    rows.push({ ...rowOf(each), reader, comparison });
  }
  return rows;
}

async function pythonRows(
  written: readonly Written[],
  { test, ours }: Reference,
): Promise<Row[]> {
  const others = written.filter(({ format }) =>
    !Object.hasOwn(LOADERS, format)
  );
  try {
    await Deno.stat(pythonEnvironment.python);
  } catch {
    say(`Python's readers are left out; to have them: ${INSTALL}`);
    return [];
  }
  const images = join(EXPORTS, "images.bin");
  await Deno.writeFile(images, test.images);
  const readings = await readInPython(
    images,
    others.map(({ folder }) => folder),
  );
  return readings.map(({ reader, answers, printed }, index) => {
    say(`${others[index].folder}: the README's program prints ${printed}`);
    const comparison = compare(answers, ours, test);
    return { ...rowOf(others[index]), reader, comparison };
  });
}

if (import.meta.main) {
  Deno.exit(await exitCodeOf((signal) => main(Deno.args, signal)));
}
