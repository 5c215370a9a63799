/**
 * The published specs of @tensorflow/tfjs-core on our backend, then those that
 * take gradients again, within `compile()`. Ends with a line of counts, and
 * with an error if a spec fails, leaks, or is left out without need.
 *
 * @module
 */
import { exitCodeOfTool } from "../../lib/cli/command/exit.ts";
import { complaints, isClean, judge, type Verdict } from "./judge.ts";
import { leftOut, leftOutCompiled } from "./left_out.ts";

async function main(): Promise<number> {
  // Loads Jasmine, which reads its files and may not be permitted to
  const { Suite } = await import("./suite.ts");
  const suite = await Suite.load();
  const outcomes = await suite.run();
  const eager = judge(outcomes, leftOut);

  const withGradients = new Set(
    outcomes
      .filter(({ status, gradients }) => status === "passed" && gradients > 0)
      .map(({ name }) => name),
  );
  const recorded = await suite.run((name) => withGradients.has(name), true);
  const compiled = judge(recorded, leftOutCompiled);
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
  return isClean(eager) && isClean(compiled) ? 0 : 1;
}

function counts(verdict: Verdict): string {
  const { passed, failed, leftOut, pending, leaking } = verdict;
  return [
    `${passed} passed`,
    `${failed.length} failed`,
    `${leftOut} left out`,
    ...(pending > 0 ? [`${pending} disabled in the package`] : []),
    `${leaking.length} leaking`,
  ].join(", ");
}

Deno.exit(await exitCodeOfTool(main));
