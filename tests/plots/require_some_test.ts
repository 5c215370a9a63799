import { assertThrows } from "@std/assert";
import { requireSome } from "../../lib/plots/require_some.ts";

Deno.test("requireSome() rejects an empty list", () => {
  requireSome([0], "curves");
  assertThrows(
    () => requireSome([], "curves"),
    RangeError,
    "Cannot draw curves: there must be at least one: current count is 0",
  );
});
