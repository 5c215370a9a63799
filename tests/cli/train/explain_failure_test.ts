import { assertEquals, assertRejects } from "@std/assert";
import {
  type EndedRun,
  explainFailure,
  resumeCommand,
} from "../../../lib/cli/train/explain_failure.ts";
import { DivergenceError } from "../../../lib/training/errors.ts";

/** A run that notes whether its folder was removed. */
function endedRun(checkpoint?: string) {
  const run: EndedRun & { discarded: boolean } = {
    discarded: false,
    folder: {
      path: "/run",
      last: "/run/last",
      epochs: [],
      discard: () => {
        run.discarded = true;
        return Promise.resolve();
      },
    },
    checkpoints: { last: checkpoint },
    recipe: { epochs: 3 },
    start: {},
  };
  return run;
}

const { signal } = new AbortController();

Deno.test("explainFailure() removes the folder of a run that keeps nothing", async () => {
  const run = endedRun();
  await assertRejects(
    () => explainFailure(new DivergenceError("NaN"), run, signal),
    DivergenceError,
    "NaN; no epoch was finished, nothing is kept",
  );
  assertEquals(run.discarded, true);
});

Deno.test("explainFailure() keeps a run with a checkpoint, and throws its error on", async () => {
  const run = endedRun("/run/checkpoints/a");
  const error = new Error("x");
  const thrown = await assertRejects(() => explainFailure(error, run, signal));
  assertEquals(thrown, error);
  assertEquals(run.discarded, false);
});

Deno.test("explainFailure() gives the exit code of an interruption", async () => {
  const reason = new DOMException("Interrupted", "AbortError");
  const aborted = AbortSignal.abort(reason);
  const code = await explainFailure(reason, endedRun("/a"), aborted);
  assertEquals(code, 130);
});

Deno.test("resumeCommand() names the folders as a shell reads them", () => {
  assertEquals(
    resumeCommand("/my runs/a", { data: "/d", softTargets: "/it's" }),
    "deno task train --resume --out '/my runs/a' --data /d --soft-targets '/it'\\''s'",
  );
  assertEquals(resumeCommand("/a", {}), "deno task train --resume --out /a");
});

Deno.test("resumeCommand() names what decides how workers round", () => {
  assertEquals(
    resumeCommand("/a", { workers: 2, synchronized: true }),
    "deno task train --resume --out /a --workers 2 --synchronize",
  );
});
