import { assertEquals, assertRejects } from "@std/assert";
import { cellsAsModule, formatted } from "../../../lib/cli/notebooks/cells.ts";
import { type Notebook, notebookText } from "../../../lib/jupyter/notebook.ts";

function notebook(...sources: string[]): Notebook {
  const cells = sources.map((source, index) => ({
    cell_type: "code" as const,
    id: `c${index}`,
    metadata: {},
    source: [source],
    execution_count: null,
    outputs: [],
  }));
  const metadata = {
    language_info: { file_extension: ".ts", name: "typescript" },
  };
  return { cells, metadata, nbformat: 4, nbformat_minor: 5 };
}

Deno.test("cellsAsModule() joins the code cells and names each", () => {
  const text = { cell_type: "markdown", id: "t", metadata: {}, source: "# A" };
  const { cells, ...rest } = notebook("const a = 1;", "a;");
  assertEquals(
    cellsAsModule({ ...rest, cells: [cells[0], text as never, cells[1]] }),
    '// cell "c0"\nconst a = 1;\n\n// cell "c1"\na;\n',
  );
});

Deno.test("formatted() formats each cell, and refuses a text that is not JSON", async () => {
  const text = await formatted(notebookText(notebook("const a=1")));
  assertEquals(JSON.parse(text).cells[0].source, ["const a = 1;"]);
  await assertRejects(
    () => formatted("{"),
    Error,
    "it must be JSON",
  );
});
