import { assert } from "@std/assert";

Deno.test("recorded calls leave no memory behind", async () => {
  const script = new URL("./memory_process.ts", import.meta.url).href;
  const calls = 60_000;
  const { stdout, success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--v8-flags=--expose-gc", script, `${calls}`],
    stdout: "piped",
    stderr: "inherit",
  }).output();
  assert(success);
  const sizes: number[] = JSON.parse(new TextDecoder().decode(stdout));
  // Until then V8 compiles what is hot and makes its heap as large as it likes
  const settled = sizes[30_000 / 5000 - 1];
  const growth = sizes.at(-1)! - settled;
  // Less than 35 bytes a call: no handle, no tensor, no node
  assert(growth <= 2 ** 20, `${growth} bytes in ${calls / 2} calls`);
});
