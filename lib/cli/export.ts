/**
 * `deno task export`: writes a trained network in formats that other programs open.
 *
 * @module
 */
import { basename, dirname, join, resolve } from "node:path";
import { exportFiles, requirePrecision } from "../export/export_files.ts";
import {
  type ExportedFile,
  type Precision,
  PRECISIONS,
} from "../export/format.ts";
import { FORMAT_NAMES, type FormatName, FORMATS } from "../export/formats.ts";
import {
  recoverFolder,
  requireFree,
  writeFolderAtomically,
} from "../files/atomic_folder.ts";
import { FileError, fileErrorAs } from "../files/errors.ts";
import { loadModel } from "../model/files/model_folder.ts";
import { selectBackend } from "../tensorflow/select_backend.ts";
import { type Command, readArguments } from "./command/arguments.ts";
import { ExitCode, exitCodeOf } from "./command/exit.ts";
import { describeModel, findModel } from "./command/find_model.ts";
import {
  choiceFlag,
  pathFlag,
  pathFrom,
  repeatable,
  switchFlag,
  UsageError,
} from "./command/flags.ts";
import { exportsFolder, runsFolder } from "./command/folders.ts";
import { helpText } from "./command/help.ts";
import { print, say } from "./command/output.ts";

/** `deno task export`. */
export const EXPORT = {
  name: "export",
  words: "[RUN]",
  summary:
    "Writes a trained network in formats that other programs open. RUN is the folder of a run or of a model; without it, it is the run that started last. Each format gets a folder of its own, with a README.md that has a program that reads it.",
  flags: {
    format: repeatable(
      choiceFlag<FormatName | "all">([...FORMAT_NAMES, "all"], {
        value: "FORMAT",
        help: "the format; once for each",
      }),
    ),
    precision: choiceFlag<Precision>(PRECISIONS, {
      value: "TYPE",
      help:
        "how the kernels of convolutions and fully connected layers are stored",
      default: "float32",
    }),
    out: pathFlag({
      value: "DIR",
      help: "where the formats' folders go",
      otherwise: "data/exports/NAME, with the run's name",
    }),
    replace: switchFlag({
      help: "put the new folders in the place of those that are there",
    }),
  },
  notes: "With --format all, formats that have no such precision are left out.",
} satisfies Command;

/** One folder to write. */
interface Plan {
  readonly format: FormatName;
  readonly folder: string;
}

async function main(args: string[], signal: AbortSignal): Promise<number> {
  const given = readArguments(EXPORT, args);
  if (!given) {
    print(helpText(EXPORT));
    return ExitCode.OK;
  }
  const { precision, replace, out } = given.flags;
  const named = oneRun(given.words);
  const formats = chosenFormats(given.flags);
  for (const format of formats) requirePrecision({ format, precision });
  const source = await findModel(named, runsFolder());
  const under = out ?? join(exportsFolder(), nameOf(source));
  const plans = formats.map((format): Plan => ({
    format,
    folder: join(
      under,
      precision === "float32" ? format : `${format}-${precision}`,
    ),
  }));
  for (const { folder } of plans) {
    await orExplained(folder, () => recoverFolder(folder));
  }
  if (!replace) await requireAllFree(plans);

  // Reading weights needs no speed, so TensorFlow's library isn't opened
  await selectBackend({ backend: "cpu", library: { signal } });
  const network = await loadModel(source);
  say(`Model: ${describeModel(source)}`);
  for (const { format, folder } of plans) {
    signal.throwIfAborted();
    const files = await exportFiles(network, { format, precision });
    await write(folder, files, replace);
    print(`${folder}: ${FORMATS[format].title}, ${sizeOf(files)}`);
  }
  return ExitCode.OK;
}

function oneRun(words: readonly string[]): string | undefined {
  if (words.length > 1) {
    throw new UsageError(
      `Cannot export: RUN must be one folder: there are ${words.length}; see deno task export --help`,
    );
  }
  return words.length === 0 ? undefined : pathFrom("RUN", words[0]);
}

/** @throws {UsageError} if there is none. */
function chosenFormats(
  { format, precision }: {
    readonly format: readonly (FormatName | "all")[];
    readonly precision: Precision;
  },
): FormatName[] {
  if (format.length === 0) {
    throw new UsageError(
      `Cannot export: it needs at least one --format: ${
        FORMAT_NAMES.join(", ")
      } or all`,
    );
  }
  return FORMAT_NAMES.filter((name) =>
    format.includes(name) ||
    (format.includes("all") && FORMATS[name].precisions.includes(precision))
  );
}

/** The run's name, or the model's. */
function nameOf(model: string): string {
  const folder = resolve(model);
  const name = basename(folder);
  return name === "last" || name === "best" ? basename(dirname(folder)) : name;
}

async function requireAllFree(plans: readonly Plan[]): Promise<void> {
  for (const { folder } of plans) {
    await orExplained(folder, () => requireFree(folder));
  }
}

async function write(
  folder: string,
  files: readonly ExportedFile[],
  replace: boolean,
): Promise<void> {
  await orExplained(
    folder,
    () => writeFolderAtomically(folder, files, { replace }),
  );
}

/** @throws {FileError} in one line, for what the file system throws. */
async function orExplained(
  folder: string,
  action: () => Promise<void>,
): Promise<void> {
  const what = `Cannot export to "${folder}"`;
  try {
    await action();
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) {
      throw new FileError(
        `${what}: it must be new or empty: it holds something; add --replace, or choose another folder with --out`,
        { cause: error },
      );
    }
    const advice = "make room or choose another folder with --out";
    throw fileErrorAs(FileError, what, error, advice);
  }
}

function sizeOf(files: readonly ExportedFile[]): string {
  const bytes = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  return `${(bytes / 1000).toFixed(1)} kB in ${files.length} files`;
}

if (import.meta.main) {
  Deno.exit(await exitCodeOf((signal) => main(Deno.args, signal)));
}
