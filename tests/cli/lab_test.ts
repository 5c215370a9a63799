import { assertEquals } from "@std/assert";
import { rootFlags } from "../../lib/cli/lab.ts";

Deno.test("rootFlags() lets JupyterLab start as root, once", () => {
  assertEquals(rootFlags(["--no-browser"], 0), ["--allow-root"]);
  assertEquals(rootFlags(["--allow-root"], 0), []);
  assertEquals(rootFlags([], 1000), []);
  assertEquals(rootFlags([], null), []); // Windows has no such ids
});
