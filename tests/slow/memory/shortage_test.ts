import { assertEquals, assertMatch } from "@std/assert";

Deno.test({
  name:
    "a tensor for which there is no memory is an error, and the process lives",
  ignore: Deno.build.os !== "linux", // elsewhere, data can't be limited
  async fn() {
    const script = new URL("./shortage_process.ts", import.meta.url).pathname;
    const command = [
      ...[Deno.execPath(), "run", "--quiet", "--no-prompt", "--no-check"],
      ...["--allow-read", "--allow-env", "--allow-ffi", "--allow-sys", script],
    ].map((word) => `'${word}'`).join(" ");
    const { code, signal, stdout, stderr } = await new Deno.Command("sh", {
      // KiB: enough for the values in JavaScript, but not for a copy
      args: ["-c", `ulimit -c 0; ulimit -d 3500000; exec ${command}`],
    }).output();
    const errors = new TextDecoder().decode(stderr);
    assertEquals({ code, signal }, { code: 0, signal: null }, errors);
    assertMatch(
      new TextDecoder().decode(stdout),
      /: 2147483648 bytes of memory must be free$/m,
    );
  },
});
