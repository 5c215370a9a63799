/**
 * `deno task doctor`: checks everything that training and the notebooks need, and
 * prints a line for each thing, with the command that gets what is missing.
 *
 * @module
 */
import { type Finding, findingText } from "./finding.ts";
import { checkMnist } from "./mnist.ts";
import { checkTensorFlow, openTensorFlow } from "./tensorflow.ts";
import { checkDeno, checkJupyter, checkPython, checkWebGpu } from "./tools.ts";
import { type Command, readArguments } from "../command/arguments.ts";
import { ExitCode, exitCodeOfTool } from "../command/exit.ts";
import { switchFlag } from "../command/flags.ts";
import { helpText } from "../command/help.ts";
import { print, say } from "../command/output.ts";

/** `deno task doctor`. */
export const DOCTOR = {
  name: "doctor",
  summary:
    "Checks everything that training and the notebooks need, says what is missing, and names the command that gets it.",
  flags: {
    fetch: switchFlag({
      help: "download TensorFlow's C library and MNIST if they are missing",
    }),
  },
  notes:
    "Ends with 0 if training can run on TensorFlow or on WebGPU, 1 if it cannot, 2 for a wrong flag.",
} satisfies Command;

/** Whether training can run. */
export function canTrain(findings: readonly Finding[]): boolean {
  const deno = findings.find(({ name }) => name === "Deno");
  return deno?.ok === true && findings.some(({ trains }) => trains);
}

/** @returns The exit code. */
async function main(args: string[]): Promise<number> {
  const given = readArguments(DOCTOR, args);
  if (!given) {
    print(helpText(DOCTOR));
    return ExitCode.OK;
  }
  const { fetch } = given.flags;
  const checks: (() => Promise<Finding> | Finding)[] = [
    () => checkDeno(),
    () => checkPython(),
    () => checkMnist({ fetch, onNote: say }),
    () => checkJupyter(),
    // Late: a library built for another processor ends the process
    () => checkTensorFlow(openTensorFlow, { download: fetch }),
    // After TensorFlow: opening TensorFlow 2.21 ended the process while Mesa's
    // software adapter was open
    () => checkWebGpu(),
  ];
  const findings: Finding[] = [];
  for (const check of checks) {
    const finding = await check();
    print(findingText(finding));
    findings.push(finding);
  }
  return canTrain(findings) ? ExitCode.OK : ExitCode.UNEXPECTED;
}

if (import.meta.main) Deno.exit(await exitCodeOfTool(() => main(Deno.args)));
