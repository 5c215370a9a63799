import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { createRequire } from "node:module";
import { tf } from "../../lib/tensorflow/mod.ts";
import { requireOneCopy } from "../../lib/tensorflow/one_copy.ts";

const cure =
  `"imports": { "@tensorflow/tfjs": "npm:@tensorflow/tfjs@${tf.version.tfjs}" }`;

Deno.test("requireOneCopy() notices a copy of TensorFlow.js that is loaded after ours", () => {
  requireOneCopy();
  const { warn } = console;
  const lines: string[] = [];
  console.warn = (line) => lines.push(line);
  try {
    const require = createRequire(import.meta.url);
    delete require.cache[require.resolve("@tensorflow/tfjs-core")];
    require("@tensorflow/tfjs-core");
  } finally {
    console.warn = warn;
  }
  assertStringIncludes(lines[0], cure);
  assertEquals(
    lines.filter((line) => line.includes("one copy")).length,
    1,
  );
  assertThrows(requireOneCopy, Error, cure);
});
