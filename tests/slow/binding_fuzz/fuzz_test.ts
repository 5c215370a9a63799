import { assert, assertEquals } from "@std/assert";

Deno.test("Binding returns or throws whatever it is given, and the process lives", async () => {
  // A seed of its own would find more in the long run, and fail now and then
  const [runs, seed] = ["300", "1"];
  const script = new URL("./fuzz_process.ts", import.meta.url).pathname;
  const process = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-prompt", "--no-check"],
      ...["--allow-read", "--allow-env", "--allow-ffi", "--allow-sys"],
      ...[script, runs, seed],
    ],
    // TensorFlow writes down what it refuses; its own aborts are still seen
    env: { TF_CPP_MIN_LOG_LEVEL: "3" },
  });
  const { code, signal, stdout, stderr } = await process.output();
  const errors = new TextDecoder().decode(stderr);
  assertEquals({ code, signal }, { code: 0, signal: null }, errors);
  const { returned, refused } = JSON.parse(new TextDecoder().decode(stdout));
  // Enough of both that neither everything nor nothing got through
  assert(returned > 1000, `${returned} calls returned`);
  assert(refused > 1000, `${refused} calls were refused`);
});
