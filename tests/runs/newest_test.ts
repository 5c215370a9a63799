import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { describeDataset } from "../../lib/data/dataset_digest.ts";
import type { Dataset } from "../../lib/data/digits.ts";
import { syntheticDigits } from "../../lib/data/synthetic/digits.ts";
import { newestRun, runsNewestFirst } from "../../lib/runs/newest.ts";
import { recipes } from "../../lib/training/recipes/recipes.ts";
import { inFolder } from "../support/folder.ts";

const digits = syntheticDigits({ count: 10, seed: 1 });
const dataset: Dataset = {
  train: digits,
  test: digits,
  source: { kind: "synthetic", name: "drawn", place: "here" },
};
const score = { loss: 0.5, correct: 9, count: 10 };

/** Writes a run's two files; without `final`, the run is unfinished. */
async function writeRun(
  under: string,
  name: string,
  { started = "2025-11-23T07:00:00.000Z", data = {}, final = true } = {},
): Promise<void> {
  const folder = join(under, name);
  await Deno.mkdir(folder);
  const config = {
    started,
    recipe: recipes.reference,
    data: { ...dataset.source, ...describeDataset(dataset), ...data },
    normalization: { mean: 0.13, standardDeviation: 0.31 },
    backend: "cpu",
    versions: {},
  };
  const history = final
    ? { epochs: [], final: { train: score, test: score } }
    : { epochs: [] };
  await Deno.writeTextFile(
    join(folder, "config.json"),
    JSON.stringify(config),
  );
  await Deno.writeTextFile(
    join(folder, "history.json"),
    JSON.stringify(history),
  );
}

Deno.test("newestRun() takes the run that started last, whatever its name", () =>
  inFolder(async (folder) => {
    await writeRun(folder, "z");
    await writeRun(folder, "a", { started: "2025-11-23T08:00:00.000Z" });
    const run = await newestRun(folder, dataset);
    assertEquals(run?.name, "a");
    assertEquals(run?.result, join(folder, "a", "last"));
    assertEquals(run?.history.final.test, score);
    assertEquals(run?.config.recipe.name, "reference");
  }));

Deno.test("newestRun() skips unfinished runs and runs on other digits", () =>
  inFolder(async (folder) => {
    await writeRun(folder, "good");
    const started = "2025-11-23T08:00:00.000Z";
    await writeRun(folder, "unfinished", { started, final: false });
    await writeRun(folder, "other", { started, data: { sha256: "0123" } });
    assertEquals((await newestRun(folder, dataset))?.name, "good");
  }));

Deno.test("newestRun() recognises the same digits in another place", () =>
  inFolder(async (folder) => {
    const data = { name: "moved", place: "there" };
    await writeRun(folder, "moved", { data });
    assertEquals((await newestRun(folder, dataset))?.name, "moved");
  }));

Deno.test("newestRun() skips what is not a run", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "file"), "");
    await Deno.mkdir(join(folder, "empty"));
    const noWarning = (message: string) => {
      throw new Error(message);
    };
    assertEquals(await newestRun(folder, dataset, noWarning), undefined);
  }));

Deno.test("newestRun() skips a damaged run and names its file", () =>
  inFolder(async (folder) => {
    await writeRun(folder, "good");
    const started = "2025-11-23T08:00:00.000Z";
    await writeRun(folder, "damaged", { started });
    const path = join(folder, "damaged", "config.json");
    await Deno.writeTextFile(path, "{");
    const warnings: string[] = [];
    const run = await newestRun(folder, dataset, (line) => warnings.push(line));
    assertEquals(run?.name, "good");
    assertEquals(warnings, [
      `Cannot read "${path}": it must be JSON in UTF-8: Expected property name or '}' in JSON at position 1 (line 1 column 2); move the run's folder away`,
    ]);
  }));

Deno.test("newestRun() finds no run if the folder is missing", () =>
  inFolder(async (folder) => {
    assertEquals(await newestRun(join(folder, "runs"), dataset), undefined);
  }));

Deno.test("runsNewestFirst() sorts by when runs started, whether finished or not", () =>
  inFolder(async (folder) => {
    await writeRun(folder, "b", { started: "2025-11-23T08:00:00.000Z" });
    await writeRun(folder, "c", { started: "2025-11-23T07:00:00.000Z" });
    await writeRun(folder, "a", {
      started: "2025-11-23T09:00:00.000Z",
      final: false,
    });
    assertEquals(
      await runsNewestFirst(folder),
      ["a", "b", "c"].map((name) => join(folder, name)),
    );
  }));

Deno.test("runsNewestFirst() puts runs of unknown time last, by their names", () =>
  inFolder(async (folder) => {
    await writeRun(folder, "2025-11-23_a", { started: "today" });
    await writeRun(folder, "2025-11-24_a", { started: "" });
    await Deno.mkdir(join(folder, "2025-11-25_empty"));
    await writeRun(folder, "0");
    await Deno.mkdir(join(folder, "1"));
    await Deno.writeTextFile(join(folder, "1", "config.json"), "{");
    assertEquals(
      await runsNewestFirst(folder),
      ["0", "2025-11-25_empty", "2025-11-24_a", "2025-11-23_a", "1"]
        .map((name) => join(folder, name)),
    );
  }));

Deno.test("runsNewestFirst() finds no run if the folder is missing", () =>
  inFolder(async (folder) => {
    assertEquals(await runsNewestFirst(join(folder, "runs")), []);
  }));
