import { assertRejects } from "@std/assert";
import { requireSameInputs } from "../../../lib/cli/sweep/same_inputs.ts";
import { describeDataset } from "../../../lib/data/dataset_digest.ts";
import { syntheticDataset } from "../../../lib/data/mod.ts";
import type { FinishedRecord } from "../../../lib/runs/record.ts";
import type { SweepConfig } from "../../../lib/sweep/config.ts";
import { SweepError } from "../../../lib/sweep/errors.ts";
import { TeacherError } from "../../../lib/training/errors.ts";
import { writeDigits } from "../../support/command.ts";
import { inFolder } from "../../support/folder.ts";
import { CONFIG } from "../train/fixtures.ts";

/** A finished trial on the digits of a seed. */
function trialOn(seed: number): FinishedRecord {
  const dataset = syntheticDataset({ train: 200, test: 100, seed });
  const data = { ...CONFIG.data, ...describeDataset(dataset) };
  const score = { loss: 1, correct: 1, count: 100 };
  return {
    config: { ...CONFIG, data },
    history: { epochs: [], final: { train: score, test: score } },
  };
}

Deno.test("requireSameInputs() refuses other digits and missing soft targets", async () => {
  await inFolder(async (folder) => {
    const data = await writeDigits(folder, 1);
    const { signal } = new AbortController();
    const config: SweepConfig = { recipe: "best", split: "test", seeds: [1] };
    const check = (trial: FinishedRecord, softTargets?: string) =>
      requireSameInputs([trial], config, { data, softTargets }, "/s", signal);
    await check(trialOn(1));
    await assertRejects(
      () => check(trialOn(2)),
      SweepError,
      'Cannot sweep in "/s": its finished trials are on other digits',
    );
    await assertRejects(() => check(trialOn(1), folder), TeacherError);
  });
});
