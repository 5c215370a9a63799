import { assertEquals } from "@std/assert";
import { findNotebooks } from "../../../lib/cli/notebooks/main.ts";

Deno.test("findNotebooks() finds lessons, then solutions, by the start of their names", async () => {
  assertEquals(await findNotebooks(["01", "02_data"]), [
    "notebooks/01_backpropagation.ipynb",
    "notebooks/02_data.ipynb",
    ...(await findNotebooks([])).filter((path) =>
      /^notebooks\/solutions\/(01|02_data)/.test(path)
    ),
  ]);
  assertEquals(await findNotebooks(["no such name"]), []);
});
