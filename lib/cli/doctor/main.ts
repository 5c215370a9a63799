/**
 * `deno task doctor`: looks at all that training and the notebooks need, a
 * line for each thing, and for what is missing the command that gets it.
 *
 * Ends with code 0 if training can run: on TensorFlow, or else on WebGPU; with
 * 1 if it cannot; with 2 for a wrong flag.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { type Finding, findingText } from "./finding.ts";
import { checkMnist } from "./mnist.ts";
import { checkTensorFlow, openTensorFlow } from "./tensorflow.ts";
import { checkDeno, checkJupyter, checkPython, checkWebGpu } from "./tools.ts";
import { exitCodeOfTool } from "../command/exit.ts";

const USAGE = `deno task doctor [--fetch]

Says what is there and what is missing.
  --fetch  gets TensorFlow's C library and MNIST where they are missing`;

/** Whether training can run with what was found. */
export function canTrain(findings: readonly Finding[]): boolean {
  const deno = findings.find(({ name }) => name === "Deno");
  return deno?.ok === true && findings.some(({ trains }) => trains);
}

/** @returns The exit code. */
async function main(args: string[]): Promise<number> {
  let fetch: boolean;
  try {
    const { values } = parseArgs({
      args,
      options: { fetch: { type: "boolean" }, help: { type: "boolean" } },
    });
    if (values.help) {
      console.log(USAGE);
      return 0;
    }
    fetch = values.fetch ?? false;
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
  const checks: (() => Promise<Finding> | Finding)[] = [
    () => checkDeno(),
    () => checkPython(),
    () => checkMnist({ fetch, onNote: (line) => console.error(line) }),
    () => checkJupyter(),
    // Late: a library that is not made for this processor ends the process.
    () => checkTensorFlow(openTensorFlow, { download: fetch }),
    // After TensorFlow: with Mesa's software adapter open, opening
    // TensorFlow 2.21 ended the process.
    () => checkWebGpu(),
  ];
  const findings: Finding[] = [];
  for (const check of checks) {
    const finding = await check();
    console.log(findingText(finding));
    findings.push(finding);
  }
  return canTrain(findings) ? 0 : 1;
}

if (import.meta.main) Deno.exit(await exitCodeOfTool(() => main(Deno.args)));
