import { assertEquals, assertStrictEquals } from "@std/assert";
import { renew } from "../../lib/jupyter/renew.ts";

Deno.test("renew() disposes only what was kept under the same name", () => {
  const disposed: string[] = [];
  const thing = (name: string) => ({ dispose: () => disposed.push(name) });
  const first = thing("first");
  assertStrictEquals(renew("a", first), first);
  renew("b", thing("other"));
  renew("a", first);
  assertEquals(disposed, []);
  renew("a", thing("second"));
  assertEquals(disposed, ["first"]);
});
