/**
 * Damages files of every format that the commands read, at random, and looks at
 * what reading them does.
 *
 * From the command line: `deno task fuzz [N] [SEED]`, 10,000 files by default.
 *
 * @module
 */
import { join } from "node:path";
import { exitCodeOfTool } from "../../../lib/cli/command/exit.ts";
import type {
  DamageLine,
  DamageOrder,
  FormatReport,
} from "./damage_process.ts";

const SCRIPT = new URL("./damage_process.ts", import.meta.url);
/** Where the task may write. */
const DATA = join(import.meta.dirname!, "..", "..", "..", "data");
/** Longest silence of the process: it begins with loading TensorFlow. */
const MAX_SILENCE = 60_000;

/** What TensorFlow's library is looked for by, and told by; what sharp asks for. */
const ENV =
  "TENSORFLOW_DIR,VIRTUAL_ENV,CONDA_PREFIX,CUDA_VISIBLE_DEVICES,TF_CPP_MIN_LOG_LEVEL,TF_ENABLE_ONEDNN_OPTS,MALLOC_ARENA_MAX,npm_package_config_libvips";

/**
 * Reads that many damaged files, evenly over the formats.
 *
 * @param order Its folder keeps the file that was read last.
 * @param onFormat Called when all files of a format have been read.
 * @throws {Error} at the first file that is neither read nor refused as it should
 * be: naming its format, the fault and its folder.
 */
export async function readDamagedFiles(
  order: DamageOrder,
  onFormat: (report: FormatReport) => void = () => {},
): Promise<void> {
  const { folder, seed } = order;
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-prompt", "--allow-read", "--allow-ffi"],
      ...[`--allow-write=${folder}`, `--allow-env=${ENV}`],
      ...[SCRIPT.href, JSON.stringify(order)],
    ],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const errors = new Response(child.stderr).text();
  let format = "none";
  let fault: string | undefined;
  let alarm: ReturnType<typeof setTimeout> | undefined;
  const expectLine = () => {
    clearTimeout(alarm);
    alarm = setTimeout(() => {
      fault = `It was not read to its end in ${MAX_SILENCE / 1000} seconds`;
      child.kill("SIGKILL");
    }, MAX_SILENCE);
  };
  expectLine();
  for await (const text of linesOf(child.stdout)) {
    expectLine();
    const line: DamageLine = JSON.parse(text);
    format = line.format;
    if (line.kind === "format") onFormat(line);
    if (line.kind === "failure") fault = line.fault;
  }
  const { success, code, signal } = await child.status;
  clearTimeout(alarm);
  if (success) return;
  fault ??= `The process ended with ${signal ?? code}: ${await errors}`;
  throw new Error(
    `${format}, seed ${seed}: ${fault}\nThe files: ${join(folder, "case")}`,
  );
}

async function* linesOf(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<string> {
  let rest = "";
  for await (const part of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + part).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}

function wholeFrom(name: string, text: string | undefined, otherwise: number) {
  const value = Number(text ?? otherwise);
  if (Number.isSafeInteger(value) && value > 0 && value < 2 ** 31) return value;
  console.error(
    `Cannot damage files: ${name} must be a whole number above 0: current value is ${text}; see deno task fuzz 1000 7`,
  );
  Deno.exit(2);
}

function reportLine(
  { format, accepted, refused, seconds, peakMemory }: FormatReport,
): string {
  const columns = [
    String(accepted + refused).padStart(6),
    `${String(refused).padStart(6)} refused`,
    `${String(accepted).padStart(6)} read all the same`,
    `${seconds.toFixed(1).padStart(6)} s`,
    `peak ${Math.round(peakMemory / 1e6)} MB`,
  ];
  return `${format.padEnd(34)}${columns.join("  ")}`;
}

async function main(): Promise<number> {
  const files = wholeFrom("the number of files", Deno.args[0], 10_000);
  const drawn = crypto.getRandomValues(new Uint32Array(1))[0] >>> 2;
  const seed = wholeFrom("the seed", Deno.args[1], drawn + 1);
  console.log(`${files} damaged files, seed ${seed}`);
  const folder = await Deno.makeTempDir({ dir: DATA, prefix: "fuzz-" });
  try {
    await readDamagedFiles(
      { folder, files, seed },
      (report) => console.log(reportLine(report)),
    );
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) {
      await Deno.remove(folder, { recursive: true });
      throw error;
    }
    console.error((error as Error).message);
    return 1;
  }
  await Deno.remove(folder, { recursive: true });
  console.log(
    "Each was read, or refused in one line that names it; nothing was written.",
  );
  return 0;
}

if (import.meta.main) Deno.exit(await exitCodeOfTool(main));
