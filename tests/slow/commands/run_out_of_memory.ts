/** A command that asks TensorFlow for 16 TB. */
import { exitCodeOf } from "../../../lib/cli/command/exit.ts";
import { init, tf } from "../../../lib/tensorflow/mod.ts";

Deno.exit(
  await exitCodeOf(async () => {
    await init();
    tf.fill([2 ** 22, 2 ** 20], 1);
    return 0;
  }),
);
