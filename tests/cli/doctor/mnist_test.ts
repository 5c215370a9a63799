import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { checkMnist } from "../../../lib/cli/doctor/mnist.ts";
import { encodeIdx } from "../../../lib/data/idx/format.ts";
import { MNIST_FILES } from "../../../lib/data/mnist/checksums.ts";
import { temporaryFolder } from "../../tensorflow/library/fixtures.ts";

Deno.test("checkMnist() says what is missing, and where it is fetched", async () => {
  await using root = await temporaryFolder();
  const cacheDir = join(root.path, "mnist");
  const missing = await checkMnist({ mnistDir: "", cacheDir });
  assertEquals(missing.ok, false);
  assertEquals(missing.command, "deno task doctor --fetch");
  assertStringIncludes(missing.text, cacheDir);
  const named = await checkMnist({ mnistDir: root.path, cacheDir });
  assertEquals(named.ok, false);
  assertStringIncludes(named.command ?? "", "set MNIST_DIR");
  assertStringIncludes(named.text, "(folder given by MNIST_DIR)");
});

Deno.test("checkMnist() notices digits that are not MNIST's", async () => {
  await using root = await temporaryFolder();
  for (const { name, shape } of Object.values(MNIST_FILES)) {
    const dimensions = shape.map((length) => length ?? 3);
    const size = dimensions.reduce((product, length) => product * length);
    const bytes = encodeIdx(dimensions, new Uint8Array(size));
    await Deno.writeFile(join(root.path, name), bytes);
  }
  const finding = await checkMnist({ mnistDir: root.path });
  assertEquals(finding.ok, false);
  assertStringIncludes(finding.text, "SHA-256");
});
