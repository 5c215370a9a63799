import { assertEquals } from "@std/assert";
import { sha256 } from "../../lib/files/sha256.ts";

Deno.test("sha256() gives the published digest of abc", async () => {
  // FIPS 180-4's example
  assertEquals(
    await sha256(new TextEncoder().encode("abc")),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});
