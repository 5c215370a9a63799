/** The documents that the menu lists. @module */
import { posix } from "node:path";

/** Some documents under one title, by paths from the project's root. */
export interface Chapter {
  readonly title: string;
  readonly paths: readonly string[];
  /** Whether one is read after the other. */
  readonly inOrder?: boolean;
  /** Whether the menu shows them only after a click. */
  readonly folded?: boolean;
}

/** Lists the names in a folder of the project. */
export type ListFolder = (path: string) => Promise<readonly string[]>;

/** All documents, in the menu's order. */
export async function chapters(list: ListFolder): Promise<Chapter[]> {
  const files = async (folder: string, end: string) =>
    (await list(folder)).filter((name) => name.endsWith(end)).sort()
      .map((name) => posix.join(folder, name));
  const docs = await files("docs", ".md");
  const first = ["docs/notebooks.md", "docs/glossary.md"];
  return [
    {
      title: "Lessons",
      paths: await files("notebooks", ".ipynb"),
      inOrder: true,
    },
    {
      title: "Solutions",
      paths: await files("notebooks/solutions", ".ipynb"),
      inOrder: true,
      folded: true,
    },
    {
      title: "Beside the lessons",
      paths: docs.filter((path) => first.includes(path)),
    },
    { title: "Results", paths: ["sweeps/README.md", "bench/README.md"] },
    {
      title: "The program",
      paths: [
        ...docs.filter((path) => !first.includes(path)),
        "lib/tensorflow/README.md",
        "data/README.md",
        "CONTRIBUTING.md",
      ],
    },
  ];
}
