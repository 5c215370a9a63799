/** Somebody else's program, in a folder of its own. @module */
import { join } from "node:path";
import { findLibrary } from "../../../lib/tensorflow/library/mod.ts";
import { inFolder } from "../../support/folder.ts";
import { type Outcome, outcomeOf } from "../../support/command.ts";
import type { LockedPackages } from "./registries.ts";

const root = join(import.meta.dirname!, "../../..");

/** A folder with one program in it. */
export interface Stranger {
  readonly folder: string;
  /** The folder of TensorFlow's library. */
  readonly library: string;
  /** Adds packages to the lock file. */
  lock(packages: LockedPackages): Promise<void>;
  /** Writes a file. */
  write(name: string, text: string): Promise<void>;
  /** Runs one of Deno's commands there. */
  deno(words: string[], env?: Record<string, string>): Promise<Outcome>;
}

/** Three lines to a trained model, and what it has learned. */
export function program(from: string): string {
  return `import { init, tf } from "${from}";

await init();
const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
model.compile({ optimizer: tf.train.sgd(0.1), loss: "meanSquaredError" });
await model.fit(tf.tensor2d([[0], [1]]), tf.tensor2d([[1], [3]]), { epochs: 200, verbose: 0 });
console.log((model.predict(tf.tensor2d([[2]])) as tf.Tensor).dataSync()[0].toFixed(1));
// @ts-expect-error The types are there
export const wrong: string = model;
// @ts-expect-error
export const wrongToo: string = init;
`;
}

/**
 * Runs a test in an empty folder outside of the project. TensorFlow's library is the
 * project's, and so are the versions of npm packages, which are in Deno's cache then:
 * nothing is fetched.
 */
export async function asStranger(
  test: (stranger: Stranger) => Promise<void>,
): Promise<void> {
  const { directory: library } = await findLibrary({ download: false });
  const lock = JSON.parse(await Deno.readTextFile(join(root, "deno.lock")));
  delete lock.workspace;
  await inFolder(async (folder) => {
    const write = (name: string, text: string) =>
      Deno.writeTextFile(join(folder, name), text);
    const writeLock = ({ specifiers, npm }: LockedPackages) =>
      write(
        "versions.lock",
        JSON.stringify({
          ...lock,
          specifiers: { ...lock.specifiers, ...specifiers },
          npm: { ...lock.npm, ...npm },
        }),
      );
    await writeLock({ specifiers: {}, npm: {} });
    await test({
      lock: writeLock,
      folder,
      library,
      write,
      deno: ([command, ...words], env = {}) =>
        outcomeOf(
          new Deno.Command(Deno.execPath(), {
            args: [command, "--quiet", "--lock=versions.lock", ...words],
            cwd: folder,
            env: { NO_COLOR: "1", TENSORFLOW_DIR: library, ...env },
            stdin: "null",
          }),
        ),
    });
  });
}
