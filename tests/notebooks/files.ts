import { type Notebook, readNotebook } from "../../lib/jupyter/notebook.ts";

/** A notebook of this project. */
export interface NotebookFile {
  /** Path from the project's folder. */
  readonly path: string;
  readonly url: URL;
  readonly notebook: Notebook;
}

/** The project's folder. */
export const project = new URL("../../", import.meta.url);

/** All notebooks of a folder, in order. */
export async function notebooksIn(folder: string): Promise<NotebookFile[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(new URL(`${folder}/`, project))) {
    if (name.endsWith(".ipynb")) names.push(name);
  }
  return Promise.all(
    names.sort().map(async (name) => {
      const path = `${folder}/${name}`;
      const url = new URL(path, project);
      return { path, url, notebook: await readNotebook(url) };
    }),
  );
}

/** The lessons and the solutions of their exercises. */
export const lessons: NotebookFile[] = await notebooksIn("notebooks");
export const solutions: NotebookFile[] = await notebooksIn(
  "notebooks/solutions",
);
