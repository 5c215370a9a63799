import { assertEquals } from "@std/assert";
import { basename, dirname, join, relative } from "node:path";
import { joined, readNotebook } from "../../lib/jupyter/notebook.ts";

const root = join(import.meta.dirname!, "..", "..");

/** Markdown files and notebooks of the project, by paths from its folder. */
function documents(folder = root): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
    const path = join(folder, name);
    // What git ignores; of data/, only its README is ours
    if (/^\.git$|^\.cells$|^node_modules$|^\.ipynb/.test(name)) return [];
    if (path === join(root, "data")) return [join("data", "README.md")];
    if (isDirectory) return documents(path);
    return /\.(md|ipynb)$/.test(name) ? [relative(root, path)] : [];
  });
}

/** The Markdown of a document, or of a notebook's text cells. */
async function readMarkdown(path: string): Promise<string> {
  if (!path.endsWith(".ipynb")) return await Deno.readTextFile(path);
  const { cells } = await readNotebook(path);
  return cells.filter((cell) => cell.cell_type === "markdown")
    .map((cell) => joined(cell.source)).join("\n\n");
}

/** Where its links and pictures lead, code left out. */
function linksIn(markdown: string): string[] {
  const text = withoutCodeBlocks(markdown).replaceAll(/`[^`\n]*`/g, "`code`");
  const patterns = [
    // [text](target "title") and ![text](target)
    /\]\(\s*<?([^\s()<>]+)>?(?:\s+"[^"]*")?\s*\)/g,
    // [name]: target
    /^\s{0,3}\[[^\]]+\]:\s*<?([^\s>]+)/gm,
    /\b(?:href|src|srcset)="([^"\s]+)"/g,
  ];
  return patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].map(([, target]) => target)
  );
}

function withoutCodeBlocks(markdown: string): string {
  return markdown.replaceAll(/^ *(```|~~~)[^]*?^ *\1/gm, "");
}

/** The anchors of its headings, as GitHub makes them. */
function anchorsIn(markdown: string): Set<string> {
  const anchors = new Set<string>();
  const text = withoutCodeBlocks(markdown);
  for (const [, heading] of text.matchAll(/^#{1,6} +(.*?) *#*$/gm)) {
    const slug = heading
      .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
      .replaceAll(/<[^>]*>/g, "")
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "")
      .replaceAll(" ", "-");
    let anchor = slug;
    for (let count = 1; anchors.has(anchor); count++) {
      anchor = `${slug}-${count}`;
    }
    anchors.add(anchor);
  }
  for (const [, id] of text.matchAll(/\b(?:id|name)="([^"]+)"/g)) {
    anchors.add(id);
  }
  return anchors;
}

/** What is wrong with a link of a document; undefined if nothing is. */
async function faultOf(
  document: string,
  link: string,
): Promise<string | undefined> {
  const [target, anchor] = link.split("#", 2).map(decodeURIComponent);
  const path = target === "" ? document : join(dirname(document), target);
  if (relative(root, path).startsWith("..")) return "leaves the project";
  const stat = await Deno.stat(path).catch(() => undefined);
  if (!stat) return "no such file";
  if (anchor === undefined) return undefined;
  const text = /\.(md|ipynb)$/.test(path)
    ? await readMarkdown(path)
    : await Deno.readTextFile(path);
  const lines = /^L(\d+)(?:-L(\d+))?$/.exec(anchor);
  if (lines && !path.endsWith(".md")) {
    const last = Number(lines[2] ?? lines[1]);
    return last <= text.split("\n").length ? undefined : "no such line";
  }
  return anchorsIn(text).has(anchor) ? undefined : "no such heading";
}

for (const path of documents().sort()) {
  Deno.test(`${path} links to files and headings that exist`, async () => {
    const document = join(root, path);
    const faults: Record<string, string> = {};
    for (const link of linksIn(await readMarkdown(document))) {
      if (/^(https?|mailto):/.test(link)) continue;
      const fault = await faultOf(document, link);
      if (fault) faults[link] = fault;
    }
    assertEquals(faults, {});
  });
}

Deno.test("links and headings are found as GitHub shows them", async () => {
  const markdown = [
    "# The `loop`, twice",
    "## Again ##",
    "## Again",
    '[one](a.md#x "title") ![two](b.png) [three][3]',
    '<img src="c.svg"> `[no](code.md)`',
    "```md\n# no heading\n[no](block.md)\n```",
    "[3]: <d.md>",
  ].join("\n");
  assertEquals(linksIn(markdown), ["a.md#x", "b.png", "d.md", "c.svg"]);
  assertEquals(
    [...anchorsIn(markdown)],
    ["the-loop-twice", "again", "again-1"],
  );
  const here = join(root, "tests", "docs", "links_test.ts");
  const name = basename(here);
  assertEquals(await faultOf(here, `${name}#L2`), undefined);
  assertEquals(await faultOf(here, `${name}#L9999`), "no such line");
  assertEquals(await faultOf(here, "missing.md"), "no such file");
  assertEquals(await faultOf(here, "../../../x"), "leaves the project");
  const readme = "../../data/README.md";
  assertEquals(await faultOf(here, `${readme}#none-such`), "no such heading");
});
