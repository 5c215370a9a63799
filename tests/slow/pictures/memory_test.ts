import { assert, assertEquals } from "@std/assert";
import { inFolder, namesIn } from "../../support/folder.ts";

async function outputOf(script: string, ...args: string[]): Promise<string> {
  const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-prompt", "--no-check", "-A"],
      ...[new URL(script, import.meta.url).href, ...args],
    ],
  }).output();
  const decoder = new TextDecoder();
  assert(success, decoder.decode(stderr));
  return decoder.decode(stdout);
}

Deno.test("a picture of 50 megapixels is read within 500 MB, in every format", async (test) => {
  await inFolder(async (folder) => {
    await outputOf("write_process.ts", folder);
    for (const name of namesIn(folder)) {
      await test.step(name, async () => {
        const { growth, digit } = JSON.parse(
          await outputOf("read_process.ts", `${folder}/${name}`),
        );
        assertEquals(digit, 784);
        assert(growth < 500e6, `${Math.round(growth / 1e6)} MB`);
      });
    }
  });
});
