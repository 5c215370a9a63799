/**
 * Runs the published specs of @tensorflow/tfjs-core on our backend, then once
 * more those that take gradients, inside `compile()`, then specs of our own for
 * TensorFlow.js's layers, converter and data (`own` as the only argument: these
 * alone). Prints a line of counts for each; exits with an error if a spec fails or
 * leaks, or if an exclusion is not needed.
 *
 * @module
 */
import { exitCodeOfTool } from "../../lib/cli/command/exit.ts";
import { complaints, isClean, judge, type Verdict } from "./judge.ts";
import { runOwnSpecs } from "./own/run.ts";
import { compiledExclusions, exclusions } from "./exclusions.ts";

async function main(): Promise<number> {
  const ofCore = Deno.args[0] === "own" || await runCoreSpecs();
  const { summary, failures } = await runOwnSpecs();
  for (const line of failures) console.error(`failed: ${line}`);
  console.log(summary);
  return ofCore && failures.length === 0 ? 0 : 1;
}

/** Whether all is as it should be. */
async function runCoreSpecs(): Promise<boolean> {
  // Imported here because it loads Jasmine, whose read of its files may be
  // refused
  const { Suite } = await import("./suite.ts");
  const suite = await Suite.load();
  const outcomes = await suite.run();
  const eager = judge(outcomes, exclusions);

  const withGradients = new Set(
    outcomes
      .filter(({ status, gradients }) => status === "passed" && gradients > 0)
      .map(({ name }) => name),
  );
  const recorded = await suite.run((name) => withGradients.has(name), true);
  const compiled = judge(recorded, compiledExclusions);
  const recordings = recorded.reduce((sum, one) => sum + one.recordings, 0);

  for (const line of [...complaints(eager), ...complaints(compiled)]) {
    console.error(line);
  }
  console.log(
    `${outcomes.length} specs on TensorFlow ${suite.version}: ${
      counts(eager)
    }; ` +
      `${recorded.length} that take gradients, in ${recordings} recordings of ` +
      `compile(): ${counts(compiled)}`,
  );
  return isClean(eager) && isClean(compiled);
}

function counts(verdict: Verdict): string {
  const { passed, failed, excluded, pending, leaking } = verdict;
  return [
    `${passed} passed`,
    `${failed.length} failed`,
    `${excluded} left out`,
    ...(pending > 0 ? [`${pending} disabled in the package`] : []),
    `${leaking.length} leaking`,
  ].join(", ");
}

Deno.exit(await exitCodeOfTool(main));
