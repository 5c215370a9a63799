/** The parts of a notebook file (nbformat 4.5) that this project uses. @module */

/** Text as one string, or as lines with their line ends. */
export type Text = string | string[];

/** An output of a cell. */
export type Output =
  & { metadata?: Record<string, unknown> }
  & (
    | { output_type: "stream"; name: string; text: Text }
    | {
      output_type: "display_data" | "execute_result";
      data: Record<string, Text>;
      execution_count?: number | null;
    }
    | { output_type: "error"; ename: string; evalue: string }
  );

/** A code cell with its outputs. */
export interface CodeCell {
  cell_type: "code";
  id: string;
  metadata: Record<string, unknown>;
  source: Text;
  execution_count: number | null;
  outputs: Output[];
}

/** A text cell. */
export interface MarkdownCell {
  cell_type: "markdown";
  id: string;
  metadata: Record<string, unknown>;
  source: Text;
}

/** A notebook file. */
export interface Notebook {
  cells: (CodeCell | MarkdownCell)[];
  metadata: Record<string, unknown>;
  nbformat: number;
  nbformat_minor: number;
}

/** Reads a notebook file. */
export async function readNotebook(path: string | URL): Promise<Notebook> {
  return JSON.parse(await Deno.readTextFile(path));
}

/** The text of a notebook file, formatted as Jupyter does. */
export function notebookText(notebook: Notebook): string {
  return `${JSON.stringify(notebook, null, 1)}\n`;
}

/** Text as one string. */
export function joined(text: Text): string {
  return typeof text === "string" ? text : text.join("");
}

/** Text as notebook files store it: lines with their line ends. */
export function lines(text: string): string[] {
  return text === "" ? [] : text.split(/(?<=\n)/);
}

/** The code cells. */
export function codeCells({ cells }: Notebook): CodeCell[] {
  return cells.filter((cell) => cell.cell_type === "code");
}
