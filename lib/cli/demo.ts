/**
 * `deno task demo`: a page on which one draws digits for a network to read.
 *
 * @module
 */
import { buildDemo } from "../demo/build.ts";
import { serveDemo } from "../demo/serve.ts";
import { writeDemo } from "../demo/write.ts";
import { type Command, readArguments } from "./command/arguments.ts";
import { ExitCode, exitCodeOf } from "./command/exit.ts";
import { describeModel, findModel } from "./command/find_model.ts";
import {
  pathFlag,
  pathFrom,
  UsageError,
  wholeNumberFlag,
} from "./command/flags.ts";
import { runsFolder } from "./command/folders.ts";
import { helpText } from "./command/help.ts";
import { print, say } from "./command/output.ts";
import { modelFlag } from "./command/shared_flags.ts";

/** `deno task demo`. */
export const DEMO = {
  name: "demo",
  words: "[RUN]",
  summary:
    "Serves a page on this machine: draw a digit, and see what the network makes of it, layer by layer. The network runs in the browser, with TensorFlow.js. Once opened, the page works offline too.",
  flags: {
    model: modelFlag,
    port: wholeNumberFlag({
      value: "N",
      help: "where the page is served; 0 for any free port",
      from: 0,
      to: 65535,
      default: 8080,
    }),
    build: pathFlag({
      value: "DIR",
      help:
        "write the page into a new folder instead, which any static host serves from any of its folders",
    }),
  },
} satisfies Command;

async function main(args: string[], signal: AbortSignal): Promise<number> {
  const given = readArguments(DEMO, args);
  if (!given) {
    print(helpText(DEMO));
    return ExitCode.OK;
  }
  const { flags: { model, port, build }, words } = given;
  if (words.length + (model === undefined ? 0 : 1) > 1) {
    throw new UsageError(
      `Cannot use "${
        words.at(-1)
      }": there must be one model at most: current value is ${
        words.length + (model === undefined ? 0 : 1)
      }`,
    );
  }
  const named = words.length === 0 ? model : pathFrom("RUN", words[0]);
  const folder = await findModel(named, runsFolder());
  say(`Model: ${describeModel(folder)}`);
  const files = await buildDemo(folder);
  if (build !== undefined) {
    await writeDemo(build, files);
    print(`The page is in ${build}`);
    return ExitCode.OK;
  }
  await using server = serveDemo(files, port);
  print(`The page is at ${server.url} (Ctrl-C ends it)`);
  await new Promise((resolve) => signal.addEventListener("abort", resolve));
  return ExitCode.OK;
}

if (import.meta.main) {
  Deno.exit(await exitCodeOf((signal) => main(Deno.args, signal)));
}
