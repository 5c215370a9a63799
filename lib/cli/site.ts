/**
 * `deno task site`: the course as a web site.
 *
 * @module
 */
import { dirname, resolve } from "node:path";
import { buildDemo } from "../demo/build.ts";
import { ModelError } from "../model/errors.ts";
import { documentApi } from "../site/api.ts";
import { buildSite, type Part } from "../site/build.ts";
import { requireSiteOrNothing, writeSite } from "../site/write.ts";
import { type Command, readArguments } from "./command/arguments.ts";
import { ExitCode, exitCodeOfTool } from "./command/exit.ts";
import { pathFlag } from "./command/flags.ts";
import { findModel } from "./command/find_model.ts";
import { runsFolder, siteFolder } from "./command/folders.ts";
import { helpText } from "./command/help.ts";
import { print, say } from "./command/output.ts";
import { modelFlag } from "./command/shared_flags.ts";
import { projectDirectory } from "./jupyterlab/environment.ts";

/** `deno task site`. */
export const SITE = {
  name: "site",
  summary:
    "Writes the course as a web site: lessons with their figures and widgets, the page of deno task demo, documentation, and a search. Any server can serve the folder from any of its own, and its index.html opens from a disk too.",
  flags: {
    model: modelFlag,
    out: pathFlag({
      value: "DIR",
      help: "a new folder, or a site that it replaces",
      otherwise: "data/site",
    }),
  },
} satisfies Command;

async function main(args: string[]): Promise<number> {
  const given = readArguments(SITE, args);
  if (!given) {
    print(helpText(SITE));
    return ExitCode.OK;
  }
  const folder = resolve(given.flags.out ?? siteFolder());
  await requireSiteOrNothing(folder);
  const parts = await demoPart(given.flags.model);
  await Deno.mkdir(dirname(folder), { recursive: true });
  say("Documenting lib");
  const api = await documentApi(projectDirectory, dirname(folder));
  say("Building the pages");
  const files = await buildSite({ root: projectDirectory, parts, api });
  await writeSite(folder, files);
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
  print(
    `${folder}: ${files.length} files, ${
      (bytes / 1e6).toFixed(1)
    } MB; open index.html`,
  );
  return ExitCode.OK;
}

/** The page to draw on; none without a model, unless one is named. */
async function demoPart(model: string | undefined): Promise<Part[]> {
  try {
    const files = await buildDemo(await findModel(model, runsFolder()));
    return [{ folder: "demo", title: "Draw a digit", files }];
  } catch (error) {
    if (model !== undefined || !(error instanceof ModelError)) throw error;
    say(`Without the page to draw on: ${error.message}`);
    return [];
  }
}

if (import.meta.main) {
  Deno.exit(await exitCodeOfTool(() => main(Deno.args)));
}
