import { assertEquals, assertThrows } from "@std/assert";
import { cleanNotebook } from "../../../lib/cli/notebooks/clean.ts";
import {
  type CodeCell,
  type Notebook,
  type Output,
} from "../../../lib/jupyter/notebook.ts";

function notebook(...outputs: Output[]): Notebook {
  const cell = {
    cell_type: "code" as const,
    id: "a",
    metadata: { execution: { "iopub.status.busy": "2025-01-01" } },
    source: "1",
    execution_count: 17,
    outputs,
  };
  return { cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 };
}

function cleaned(...outputs: Output[]): CodeCell {
  return cleanNotebook(notebook(...outputs), ["/home/someone"])
    .cells[0] as CodeCell;
}

const stream = (text: string): Output => ({
  output_type: "stream",
  name: "stdout",
  text,
});

const shown = (data: Record<string, string>, metadata = {}): Output => ({
  output_type: "display_data",
  data,
  metadata,
});

Deno.test("cleanNotebook() numbers cells anew and drops their timing", () => {
  const cell = cleaned();
  assertEquals([cell.execution_count, cell.metadata], [1, {}]);
});

Deno.test("cleanNotebook() joins text and keeps a bar's last state", () => {
  const { outputs } = cleaned(
    stream("\rloss=0.5:  10%"),
    stream("\rloss=0.25: 100%"),
    stream("\n"),
    stream("Test set\n"),
  );
  assertEquals(outputs, [{
    output_type: "stream",
    name: "stdout",
    text: ["loss=0.25: 100%\n", "Test set\n"],
  }]);
});

Deno.test("cleanNotebook() keeps what a shorter line does not overwrite", () => {
  assertEquals(
    cleaned(stream("abcdef\rxy\n")).outputs,
    [stream("")].map(
      (output) => ({ ...output, text: ["xycdef\n"] }),
    ),
  );
});

Deno.test("cleanNotebook() drops the loader and live figures, not tables", () => {
  const { outputs } = cleaned(
    shown({ "text/html": "<script>" }, { "plotly-loader": true }),
    shown({ "text/html": "<script>", "image/png": "iVBO", "text/plain": "x" }),
    shown({ "text/html": "<table>", "text/plain": "x" }),
  );
  assertEquals(
    outputs.map((output) => "data" in output && Object.keys(output.data)),
    [["image/png", "text/plain"], ["text/html", "text/plain"]],
  );
});

Deno.test("cleanNotebook() drops the colours of values", () => {
  const [output] =
    cleaned(shown({ "text/plain": "\x1b[33m7\x1b[39m" })).outputs;
  assertEquals("data" in output && output.data["text/plain"], ["7"]);
});

Deno.test("cleanNotebook() refuses paths of the machine", () => {
  assertThrows(
    () => cleaned(stream("at file:///home/someone/project/lib/a.ts:3")),
    Error,
    "must not hold paths of this machine",
  );
});
