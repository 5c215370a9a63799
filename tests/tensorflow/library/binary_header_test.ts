import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { binaryFault } from "../../../lib/tensorflow/library/binary_header.ts";
import { elf, temporaryFolder } from "./fixtures.ts";

async function fault(
  bytes: Uint8Array,
  platform: "linux-x86_64" | "linux-aarch64" | "darwin-aarch64",
): Promise<string | undefined> {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "library");
  await Deno.writeFile(path, bytes);
  return await binaryFault(path, platform);
}

Deno.test("binaryFault() accepts a complete library for the platform", async () => {
  assertEquals(await fault(elf(), "linux-x86_64"), undefined);
  const machO = new Uint8Array(64);
  const view = new DataView(machO.buffer);
  view.setUint32(0, 0xfeedfacf, true);
  view.setUint32(4, 0x0100000c, true);
  assertEquals(await fault(machO, "darwin-aarch64"), undefined);
});

Deno.test("binaryFault() notices a truncated library", async () => {
  assertEquals(
    await fault(elf(4096).subarray(0, 4095), "linux-x86_64"),
    "is cut short: 4095 of at least 4096 bytes",
  );
  assertEquals(
    await fault(elf().subarray(0, 63), "linux-x86_64"),
    "is cut short",
  );
});

Deno.test("binaryFault() notices a library for another machine", async () => {
  assertEquals(
    await fault(elf(), "linux-aarch64"),
    "is built for another processor",
  );
  assertEquals(await fault(elf(), "darwin-aarch64"), "is not a macOS library");
  assertEquals(
    await fault(new Uint8Array(64), "linux-x86_64"),
    "is not a 64-bit Linux library",
  );
});

Deno.test("binaryFault() notices a missing file and a folder", async () => {
  await using folder = await temporaryFolder();
  assertEquals(
    await binaryFault(join(folder.path, "none"), "linux-x86_64"),
    "is not there",
  );
  assertEquals(
    await binaryFault(folder.path, "linux-x86_64"),
    "is not a file",
  );
});
