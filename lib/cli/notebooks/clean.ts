/** Tidies a notebook's outputs before it is saved. @module */
import { stripVTControlCharacters } from "node:util";
import { loaderMark } from "../../jupyter/kernel.ts";
import {
  type CodeCell,
  joined,
  lines,
  type Notebook,
  type Output,
} from "../../jupyter/notebook.ts";

/**
 * A notebook as it is committed: cells numbered from 1, pictures instead of live
 * figures, the last state of progress bars, and no timestamps or other noise that
 * changes from run to run.
 *
 * @param privatePaths Folders that must not be named in the file.
 * @throws {Error} if an output names one of `privatePaths`.
 */
export function cleanNotebook(
  notebook: Notebook,
  privatePaths: readonly string[],
): Notebook {
  let count = 0;
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === "code"
      ? cleanCell(cell, ++count)
      : { ...cell, metadata: {} }
  );
  checkPaths(JSON.stringify(cells), privatePaths);
  return {
    cells,
    metadata: {
      kernelspec: {
        display_name: "Deno",
        language: "typescript",
        name: "deno",
      },
      language_info: {
        file_extension: ".ts",
        mimetype: "text/x.typescript",
        name: "typescript",
      },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

function cleanCell(cell: CodeCell, count: number): CodeCell {
  const outputs = mergeStreams(
    cell.outputs.filter((output) => !output.metadata?.[loaderMark]),
  ).map((output) => cleanOutput(output, count));
  return { ...cell, metadata: {}, execution_count: count, outputs };
}

function cleanOutput(output: Output, count: number): Output {
  if (!("data" in output)) return output;
  const data = Object.fromEntries(
    Object.entries(output.data)
      // A live figure needs plotly, which a saved notebook doesn't include
      .filter(([type]) => !(type === "text/html" && "image/png" in output.data))
      .map(([type, value]) => [
        type,
        type.startsWith("text/")
          ? lines(stripVTControlCharacters(joined(value)))
          : joined(value),
      ]),
  );
  return output.output_type === "execute_result"
    ? { ...output, data, execution_count: count }
    : { ...output, data };
}

/** Joins text that was written in pieces, and keeps what a terminal would show. */
function mergeStreams(outputs: readonly Output[]): Output[] {
  const merged: Output[] = [];
  for (const output of outputs) {
    const last = merged.at(-1);
    if (
      output.output_type === "stream" && last?.output_type === "stream" &&
      last.name === output.name
    ) {
      last.text = joined(last.text) + joined(output.text);
    } else {
      merged.push({ ...output });
    }
  }
  for (const output of merged) {
    if (output.output_type === "stream") {
      output.text = lines(onTerminal(joined(output.text)));
    }
  }
  return merged;
}

/** What is left after carriage returns overwrote text; without colours. */
function onTerminal(text: string): string {
  return stripVTControlCharacters(text).split("\n").map((line) => {
    let shown = "";
    for (const part of line.split("\r")) {
      shown = part + shown.slice(part.length);
    }
    return shown.trimEnd();
  }).join("\n");
}

function checkPaths(text: string, privatePaths: readonly string[]): void {
  for (const path of privatePaths) {
    const at = text.indexOf(path);
    if (path !== "/" && at >= 0) {
      throw new Error(
        `Cannot save outputs: they must not hold paths of this machine: current value is "${
          text.slice(at, at + path.length + 40)
        }"`,
      );
    }
  }
}
