/**
 * A project of somebody else's, in an empty folder: programs and npm packages that were
 * written for tfjs-node, and the lines of deno.json that point them to this engine.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { findLibrary } from "../../../lib/tensorflow/library/mod.ts";
import { type Outcome, outcomeOf } from "../../support/command.ts";
import { inFolder, link } from "../../support/folder.ts";

const ENGINE =
  new URL("../../../lib/tensorflow/tfjs_node.ts", import.meta.url).href;

/** A project in its folder. */
export interface Project {
  /** Runs `deno run -A` there, with what is in Deno's cache already. */
  run(...args: string[]): Promise<Outcome>;
  /** Puts packages of this project into `node_modules`. */
  install(names: readonly string[]): Promise<void>;
  /** The flag that loads the engine before a program in CommonJS. */
  readonly preload: string;
}

/**
 * Writes a project and removes it afterwards.
 *
 * @param files Their contents by path.
 * @param settings More of deno.json.
 */
export async function inProject(
  files: Readonly<Record<string, string>>,
  settings: Readonly<Record<string, unknown>>,
  test: (project: Project) => Promise<void>,
): Promise<void> {
  const { directory } = await findLibrary();
  const config = {
    imports: {
      "@tensorflow/tfjs": ENGINE,
      "@tensorflow/tfjs-node": ENGINE,
      "@tensorflow/tfjs-node-gpu": ENGINE,
    },
    ...settings,
  };
  await inFolder(async (folder) => {
    const all = { ...files, "deno.json": JSON.stringify(config) };
    for (const [path, content] of Object.entries(all)) {
      await Deno.mkdir(join(folder, dirname(path)), { recursive: true });
      await Deno.writeTextFile(join(folder, path), content);
    }
    await test({
      install: async (names) => {
        for (const name of names) {
          const path = new URL(
            `../../../node_modules/${name}`,
            import.meta.url,
          );
          await link(path.pathname, join(folder, "node_modules", name));
        }
      },
      preload: `--preload=${ENGINE}`,
      run: (...args) =>
        outcomeOf(
          new Deno.Command(Deno.execPath(), {
            args: ["run", "-A", "--cached-only", "--no-lock", ...args],
            cwd: folder,
            env: { NO_COLOR: "1", TENSORFLOW_DIR: directory },
            stdin: "null",
            stdout: "piped",
            stderr: "piped",
          }),
        ),
    });
  });
}
