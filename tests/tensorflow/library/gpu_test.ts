import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { hasGpu } from "../../../lib/tensorflow/library/gpu.ts";
import { temporaryFolder } from "./fixtures.ts";

Deno.test("hasGpu() looks for the driver's files", async () => {
  await using folder = await temporaryFolder();
  const driver = join(folder.path, "libcuda.so.1");
  const files = [join(folder.path, "none"), driver];
  assertEquals(await hasGpu(() => undefined, files), false);
  await Deno.writeTextFile(driver, "");
  assertEquals(await hasGpu(() => undefined, files), true);
  assertEquals(await hasGpu(() => "0", files), true);
});

Deno.test("hasGpu() is false if CUDA_VISIBLE_DEVICES hides all GPUs", async () => {
  await using folder = await temporaryFolder();
  for (const value of ["", "-1"]) {
    const hidden = (name: string) =>
      name === "CUDA_VISIBLE_DEVICES" ? value : undefined;
    assertEquals(await hasGpu(hidden, [folder.path]), false);
  }
});
