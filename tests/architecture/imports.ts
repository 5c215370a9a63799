/**
 * Finds import circles, and imports against the order of the rooms.
 *
 * From the command line: `deno run tests/architecture/imports.ts`, a part of
 * `deno task check`.
 *
 * @module
 */
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Order, orders } from "./import_order.ts";

/** The files that each file imports, by paths from the project's folder. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** What `deno info --json` says of a module. */
interface ModuleInfo {
  readonly specifier: string;
  readonly error?: string;
  readonly dependencies?: readonly {
    readonly code?: { readonly specifier?: string };
    readonly type?: { readonly specifier?: string };
  }[];
}

/** Linux takes arguments of up to 128 KiB. */
const FILES_A_CALL = 1000;

/** What Deno knows of these modules, and of what they import. */
async function readModules(
  root: string,
  urls: readonly string[],
): Promise<readonly ModuleInfo[]> {
  // deno info takes one module: this one imports all the others
  const entry = urls.map((url) => `import ${JSON.stringify(url)};`).join("");
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["info", "--json"],
      `data:application/typescript,${encodeURIComponent(entry)}`,
    ],
    cwd: root,
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  if (!success) throw new Error(decoder.decode(stderr).trim());
  return JSON.parse(decoder.decode(stdout)).modules;
}

/**
 * Reads which files import which, for a value or for a type alone.
 *
 * @param root The project's folder.
 * @param folders Of the project, whose TypeScript files are read.
 * @throws {Error} If a file is not valid or imports a file that is missing.
 */
export async function readImportGraph(
  root: string,
  folders: readonly string[],
): Promise<ImportGraph> {
  const urls = folders.flatMap((folder) => filesIn(join(root, folder)))
    .map((path) => pathToFileURL(path).href);
  const parts = Array.from(
    { length: Math.ceil(urls.length / FILES_A_CALL) },
    (_, i) => urls.slice(i * FILES_A_CALL, (i + 1) * FILES_A_CALL),
  );
  const modules = (await Promise.all(
    parts.map((part) => readModules(root, part)),
  )).flat();
  const start = pathToFileURL(join(root, "/")).href;
  const ours = (url = "") =>
    url.startsWith(start) && !url.includes("/node_modules/")
      ? [fileURLToPath(url).slice(fileURLToPath(start).length)]
      : [];
  return new Map(
    modules.flatMap(({ specifier, error, dependencies = [] }) => {
      if (error) throw new Error(error);
      const imported = dependencies.flatMap(({ code, type }) => [
        ...ours(code?.specifier),
        ...ours(type?.specifier),
      ]);
      return ours(specifier).map((file) => [file, imported] as const);
    }),
  );
}

function filesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory) return filesIn(path);
    return entry.name.endsWith(".ts") ? [path] : [];
  });
}

/**
 * Import circles, each from a file back to the same file. Every file that is part
 * of a circle is in one of them.
 */
export function findCircles(graph: ImportGraph): string[][] {
  const circles: string[][] = [];
  for (const file of [...graph.keys()].sort()) {
    if (circles.some((circle) => circle.includes(file))) continue;
    const circle = shortestWayBack(graph, file);
    if (circle) circles.push(circle);
  }
  return circles;
}

/** Breadth first, from a file along its imports until one leads back to it. */
function shortestWayBack(
  graph: ImportGraph,
  start: string,
): string[] | undefined {
  const importers = new Map<string, string>();
  const queue = [start];
  for (const file of queue) {
    for (const imported of graph.get(file) ?? []) {
      if (importers.has(imported)) continue;
      importers.set(imported, file);
      queue.push(imported);
    }
  }
  if (!importers.has(start)) return undefined;
  const way = [start];
  do {
    way.unshift(importers.get(way[0])!);
  } while (way[0] !== start);
  return way;
}

/** Imports against an order, and folders that have no place in it, as lines. */
export function findOrderFaults(
  graph: ImportGraph,
  orders: Readonly<Record<string, Order>>,
): string[] {
  const faults = new Set<string>();
  for (const [folder, order] of Object.entries(orders)) {
    const prefix = folder === "." ? "" : `${folder}/`;
    /** The name in the order, and its level; undefined if the order is free. */
    const roomOf = (path: string) => {
      if (!path.startsWith(prefix)) return undefined;
      const inside = path.slice(prefix.length);
      const names = [inside, inside.split("/")[0]];
      for (const name of names) {
        const level = order.findIndex((line) => line.includes(name));
        if (level >= 0) return { name, level };
      }
      if (inside.includes("/")) {
        faults.add(`${prefix}${names[1]} has no place in import_order.ts`);
      }
      return undefined;
    };
    for (const [file, imports] of graph) {
      const from = roomOf(file);
      if (!from) continue;
      for (const imported of imports) {
        const to = roomOf(imported);
        if (!to || to.name === from.name || to.level < from.level) continue;
        faults.add(
          `${file} imports ${imported}: ${from.name} must not import ${to.name}`,
        );
      }
    }
  }
  return [...faults];
}

async function main(): Promise<number> {
  const root = join(import.meta.dirname!, "..", "..");
  const graph = await readImportGraph(root, ["lib", "bench", "tests"]);
  const circles = findCircles(graph);
  const faults = findOrderFaults(graph, orders);
  for (const circle of circles) {
    console.error(`Import circle: ${circle.join(" → ")}`);
  }
  for (const fault of faults) console.error(`Order of rooms: ${fault}`);
  console.log(
    `Checked the imports of ${graph.size} files: ${circles.length} circles, ${faults.length} against the order of rooms`,
  );
  return circles.length + faults.length === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exit(await main());
