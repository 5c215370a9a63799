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

Deno.test("showTable() keeps the first column in view if asked to", async () => {
  const table = { headers: ["n", "value"], rows: [[1, 2], [3, 4]] };
  const fixedCells = async (fixedFirstColumn?: boolean) => {
    const [{ content }] = await messagesOf(() =>
      showTable(table, { fixedFirstColumn })
    );
    const html = content.data["text/html"];
    return [...html.matchAll(/<t[hd] style="position:sticky[^>]*>(\w+)/g)]
      .map(([, text]) => text);
  };
  assertEquals(await fixedCells(), []);
  assertEquals(await fixedCells(true), ["n", "1", "3"]);
});

Deno.test("showTable() folds a table under a line if asked to", async () => {
  const table = { headers: ["n"], rows: [[1]] };
  const [{ content }] = await messagesOf(() =>
    showTable(table, { fold: "all < 2 rows" })
  );
  const html = content.data["text/html"];
  const start = "<details><summary>all &lt; 2 rows</summary><div";
  assertEquals(html.slice(0, start.length), start);
  assertEquals(html.endsWith("</table></div></details>"), true);
});
