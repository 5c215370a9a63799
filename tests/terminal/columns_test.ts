import { assertEquals } from "@std/assert";
import { columns } from "../../lib/terminal/columns.ts";

Deno.test("columns() are as wide as their longest cells", () => {
  assertEquals(
    columns([["name", "seed", "state"], ["a", "12345", "ok"]], [1]),
    ["name   seed  state", "a     12345  ok"],
  );
  assertEquals(columns([["a", ""], ["bc", "d"]]), ["a", "bc  d"]);
  assertEquals(columns([]), []);
});
