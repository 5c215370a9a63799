import { assert, assertEquals, assertMatch } from "@std/assert";
import { compareRuns, curvesOf } from "../../../lib/cli/runs/compare.ts";
import { accuracyText, listLines } from "../../../lib/cli/runs/describe.ts";
import { comparisonPage } from "../../../lib/cli/runs/page.ts";
import { differenceLines } from "../../../lib/cli/runs/report.ts";
import { type ListedRun, listRuns } from "../../../lib/runs/list.ts";
import { recipes } from "../../../lib/training/recipes/recipes.ts";
import { inFolder } from "../../support/folder.ts";
import { config, writeRun } from "../../runs/fixtures.ts";

/** Runs of these names, as written into a folder. */
async function read(under: string, names: string[]): Promise<ListedRun[]> {
  const runs = await listRuns(under);
  return names.map((name) => {
    const run = runs.find((each) => each.name === name)!;
    assert(run.state !== "damaged");
    return run;
  });
}

Deno.test("compareRuns() pairs the answers of runs on the same images", () =>
  inFolder(async (under) => {
    const finished = true;
    await writeRun(under, "a", {
      ...{ correct: [90, 96], finished, wrong: [1, 2, 3, 4] },
    });
    await writeRun(under, "b", {
      config: { recipe: { ...recipes.best, epochs: 2 } },
      ...{ correct: [90, 97], finished, wrong: [3, 4, 9] },
    });
    const comparison = await compareRuns(await read(under, ["a", "b"]));
    const [difference] = comparison.differences;
    assertEquals(
      [difference.method, difference.onlyFirst, difference.onlySecond],
      ["paired", 1, 2],
    );
    assertMatch(
      differenceLines(comparison)[0],
      /^b minus a: \+1\.00 percentage points \(95 %: −\d\.\d\d to \+\d\.\d\d\), paired: of the same images, 2 are read right by b alone, 1 by a alone$/,
    );
    const settings = new Map(
      comparison.settings.map(({ setting, values }) => [setting, values]),
    );
    assertEquals(settings.get("recipe"), ["reference", "best"]);
    assertEquals(settings.get("optimizer.momentum"), [0.9, null]);
    assertEquals(settings.has("epochs"), false);
  }));

Deno.test("compareRuns() says why it does not pair", () =>
  inFolder(async (under) => {
    const finished = true;
    await writeRun(under, "a", {
      correct: [96],
      finished,
      wrong: [1, 2, 3, 4],
    });
    await writeRun(under, "old", { correct: [97], finished });
    await writeRun(under, "begun", { correct: [97], wrong: [1, 2, 3] });
    // Of another epoch than the history
    await writeRun(under, "stale", { correct: [97], finished, wrong: [1] });
    await writeRun(under, "other", {
      config: { data: { ...config.data, sha256: "4567" } },
      ...{ correct: [97], finished, wrong: [1, 2, 3] },
    });
    const runs = await read(under, ["a", "old", "begun", "stale", "other"]);
    const { differences } = await compareRuns(runs);
    assertEquals(differences.map(({ method, reason }) => [method, reason]), [
      ["unpaired", "old does not tell which images it reads wrong"],
      ["unpaired", "begun does not tell which images it reads wrong"],
      ["unpaired", "stale does not tell which images it reads wrong"],
      ["unpaired", "the runs are on different images"],
    ]);
  }));

Deno.test("comparisonPage() holds everything that it shows", () =>
  inFolder(async (under) => {
    await writeRun(under, "a<b>", { correct: [90, 96], finished: true });
    await writeRun(under, "c", { correct: [90, 97], finished: true });
    const runs = await read(under, ["a<b>", "c"]);
    assertEquals(curvesOf(runs)[0].errors.map(Math.round), [10, 4]);
    const page = await comparisonPage(await compareRuns(runs), runs);
    assert(page.length < 1_000_000, `${page.length} bytes`);
    assert(!/ (src|href)="(?!data:)/.test(page));
    assert(page.includes("a&lt;b&gt;") && !page.includes("a<b>"));
  }));

Deno.test("listLines() show a run in a line, damaged ones below", () =>
  inFolder(async (under) => {
    await writeRun(under, "a", { correct: [90, 96], finished: true });
    await writeRun(under, "b", { correct: [] });
    const damaged = {
      ...{ name: "c", path: "c", state: "damaged" as const, fault: "torn" },
    };
    const runs = await read(under, ["a", "b"]);
    const [heading, first, second, last] = listLines([...runs, damaged]);
    assertMatch(heading, /^run +recipe +seed/);
    assertMatch(
      first,
      /^a .* 2\/2 +96\.00 \(90\.16–98\.43\) +test .* finished$/,
    );
    assertMatch(second, /^b .* 0\/2 +– .* interrupted$/);
    assertEquals(last, "c  damaged: torn");
    assertEquals(accuracyText({}), "–");
  }));
