/** Writes the results of a sweep's finished trials into its folder. @module */
import { join } from "node:path";
import { writeFileAtomically } from "../../files/atomic_file.ts";
import { withLock } from "../../files/lock.ts";
import { readFinishedRecord } from "../../runs/record.ts";
import type { SweepConfig } from "../../sweep/config.ts";
import { sweepFigure } from "../../sweep/figure.ts";
import { gatherResults, type SweepResults } from "../../sweep/results.ts";
import { sweepTable } from "../../sweep/table.ts";
import { type Trial, trialFolder } from "../../sweep/trials.ts";
import type { Variant } from "../../sweep/variants.ts";

/**
 * Writes the results of the trials that are finished: results.json, table.md and the
 * figure. Of several processes that end at the same time, the last one knows them all.
 *
 * @param name Of the sweep.
 * @param folder Of the sweep.
 * @returns The table; undefined if no trial is finished.
 * @throws {FileError} if a trial's files are damaged.
 */
export function report(
  name: string,
  config: SweepConfig,
  variants: readonly Variant[],
  trials: readonly Trial[],
  folder: string,
): Promise<string | undefined> {
  return withLock(join(folder, "report.lock"), async () => {
    const results = await readResults(name, config, variants, trials, folder);
    if (results) await writeReport(results, folder);
    return results && sweepTable(results);
  });
}

async function readResults(
  name: string,
  config: SweepConfig,
  variants: readonly Variant[],
  trials: readonly Trial[],
  folder: string,
): Promise<SweepResults | undefined> {
  const read = await Promise.all(trials.map(async (trial) => ({
    variant: trial.variant,
    finished: await readFinishedRecord(trialFolder(folder, trial)),
  })));
  const done = read.filter(({ finished }) => finished !== undefined);
  if (done.length === 0) return undefined;
  return gatherResults(
    name,
    config,
    variants.map((variant) => ({
      variant,
      trials: done.filter((trial) => trial.variant === variant)
        .map(({ finished }) => finished!),
    })),
  );
}

/** Writes results.json, table.md and the figure, as JSON and PNG. */
async function writeReport(
  results: SweepResults,
  folder: string,
): Promise<void> {
  // Loads plotly, which takes a second
  const { renderPng } = await import("../../plots/render/render_png.ts");
  const figure = sweepFigure(results);
  const write = (name: string, content: string | Uint8Array) =>
    writeFileAtomically(join(folder, name), content);
  await write("results.json", `${JSON.stringify(results)}\n`);
  await write("table.md", sweepTable(results));
  await write("figure.json", `${JSON.stringify(figure)}\n`);
  await write("figure.png", await renderPng(figure));
}
