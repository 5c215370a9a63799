import { assertEquals } from "@std/assert";

/** The priorities of a process with that permission, before and after. */
async function priorities(permission: string): Promise<number[]> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-prompt", `--allow-sys=${permission}`],
      `${import.meta.dirname}/priority_process.ts`,
    ],
  }).output();
  return JSON.parse(new TextDecoder().decode(stdout));
}

Deno.test("giveWay() lowers the priority on Linux, with the permission for it", async () => {
  const linux = Deno.build.os === "linux";
  const [before, after] = await priorities("getPriority,setPriority");
  assertEquals(after, linux ? 10 : before);
  const [without, still] = await priorities("getPriority");
  assertEquals(still, without);
});
