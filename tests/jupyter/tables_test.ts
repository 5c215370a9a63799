import { assertEquals } from "@std/assert";
import { showTable } from "../../lib/jupyter/tables.ts";
import { messagesOf } from "./messages.ts";

Deno.test("showTable() writes whole, fractional and tiny numbers", async () => {
  const [{ content }] = await messagesOf(() =>
    showTable({
      headers: ["n", "value"],
      rows: [[1, 0.123456], [20, 1e-9], ["a<b", 0]],
    }, { decimals: 2 })
  );
  assertEquals(
    content.data["text/plain"],
    "  n   value\n  1    0.12\n 20  1.0e-9\na<b       0",
  );
  assertEquals(content.data["text/html"].includes("<td>a&lt;b</td>"), true);
});
