import { assertThrows } from "@std/assert";
import { createRequire } from "node:module";
import { tf } from "../../lib/tensorflow/mod.ts";
import { requireOneCopy } from "../../lib/tensorflow/one_copy.ts";

Deno.test("requireOneCopy() notices a copy of TensorFlow.js that is loaded after ours", () => {
  requireOneCopy();
  const require = createRequire(import.meta.url);
  delete require.cache[require.resolve("@tensorflow/tfjs-core")];
  require("@tensorflow/tfjs-core");
  assertThrows(
    requireOneCopy,
    Error,
    `"imports": { "@tensorflow/tfjs": "npm:@tensorflow/tfjs@${tf.version.tfjs}" }`,
  );
});
