/**
 * Reads damaged files of every format: what it is told comes as JSON in its
 * argument, a line about each file and each format goes to standard output.
 *
 * A process of its own, so that a crash, or a loop without end, is seen from
 * outside; the file that was read then is still in the folder.
 */
import fc from "fast-check";
import { init } from "../../../lib/tensorflow/mod.ts";
import { idxFormats, pictureFormats } from "./digit_formats.ts";
import type { Files, Format } from "./format.ts";
import { judge, peakMemory } from "./judge.ts";
import { jsonMutation, mutateJson } from "./json_mutations.ts";
import { byteMutation, few, mutateBytes } from "./mutations.ts";
import { runFormats, sweepFormats } from "./run_formats.ts";
import { softTargetFormats } from "./soft_target_formats.ts";

/** What this process is told. */
export interface DamageOrder {
  /** Empty; holds the file that is read, under `case`. */
  readonly folder: string;
  readonly files: number;
  readonly seed: number;
}

/** A line of its output. */
export type DamageLine =
  /** A file will be read. */
  | { readonly kind: "file"; readonly format: string }
  | ({ readonly kind: "format" } & FormatReport)
  | {
    readonly kind: "failure";
    readonly format: string;
    readonly fault: string;
  };

/** What came of a format's files. */
export interface FormatReport {
  readonly format: string;
  readonly accepted: number;
  readonly refused: number;
  readonly seconds: number;
  /** Of the process so far, in bytes. */
  readonly peakMemory: number;
}

/** The folder's files after some changes. */
function damaged(format: Format): fc.Arbitrary<() => Promise<Files>> {
  const { good, files } = format;
  if (typeof good !== "string") {
    return few(byteMutation(good.length), 1)
      .map((mutations) => async () =>
        await files(mutateBytes(good, mutations))
      );
  }
  const text = new TextEncoder().encode(good);
  return fc.record({
    json: few(jsonMutation, 1),
    bytes: fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: few(byteMutation(text.length), 0) },
    ),
  }).map(({ json, bytes }) => async () =>
    await files(
      mutateBytes(new TextEncoder().encode(mutateJson(good, json)), bytes),
    )
  );
}

async function readDamaged(
  format: Format,
  folder: string,
  files: number,
  seed: number,
): Promise<FormatReport | string> {
  const whole = typeof format.good === "string"
    ? new TextEncoder().encode(format.good)
    : format.good.slice();
  const outcome = await judge(format, await format.files(whole), folder);
  if (outcome === "refused") return "The good file is refused";
  const counts = { accepted: 0, refused: 0 };
  const start = performance.now();
  const property = fc.asyncProperty(damaged(format), async (make) => {
    const damagedFiles = await make();
    say({ kind: "file", format: format.name });
    counts[await judge(format, damagedFiles, folder)]++;
  });
  const result = await fc.check(property, { numRuns: files, seed });
  if (result.failed) {
    const { counterexample, errorInstance } = result;
    const [make] = counterexample!;
    // The last one that was tried while it was made smaller may be a good one
    await judge(format, await make(), folder).catch(() => {});
    return errorInstance instanceof Error
      ? errorInstance.message
      : `${errorInstance}`;
  }
  return {
    format: format.name,
    ...counts,
    seconds: (performance.now() - start) / 1000,
    peakMemory: peakMemory(),
  };
}

function say(line: DamageLine): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${JSON.stringify(line)}\n`));
}

async function main({ folder, files, seed }: DamageOrder): Promise<number> {
  await init();
  const place = `${folder}/case`;
  await Deno.mkdir(place);
  const formats = [
    ...await idxFormats(),
    ...await pictureFormats(),
    ...await runFormats(`${folder}/run`),
    ...sweepFormats(),
    ...await softTargetFormats(`${folder}/soft_targets`),
  ];
  for (const [index, format] of formats.entries()) {
    const share = Math.floor((files + index) / formats.length);
    const result = await readDamaged(format, place, share, seed);
    if (typeof result === "string") {
      say({ kind: "failure", format: format.name, fault: result });
      return 1;
    }
    say({ kind: "format", ...result });
  }
  return 0;
}

Deno.exit(await main(JSON.parse(Deno.args[0])));
