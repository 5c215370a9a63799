import { assertEquals, assertRejects } from "@std/assert";
import { dirname, join } from "node:path";
import { inFolder } from "../support/folder.ts";
import { findCircles, findOrderFaults, readImportGraph } from "./imports.ts";

/** Writes a project's files, and reads their imports. */
async function graphOf(root: string, files: Record<string, string>) {
  for (const [path, text] of Object.entries(files)) {
    await Deno.mkdir(join(root, dirname(path)), { recursive: true });
    await Deno.writeTextFile(join(root, path), text);
  }
  return await readImportGraph(root, ["lib"]);
}

Deno.test("findCircles() finds a circle of values and types", async () => {
  await inFolder(async (root) => {
    const graph = await graphOf(root, {
      "lib/a.ts": `import { b } from "./inner/b.ts"; export const a = b;`,
      "lib/inner/b.ts":
        `export { c as b } from "./c.ts"; export type { D } from "../d.ts";`,
      "lib/inner/c.ts":
        `import type { A } from "../a.ts"; export const c: A = 1;`,
      "lib/d.ts": `export type D = 1;`,
      "lib/e.ts": `import { a } from "./a.ts"; console.log(a);`,
    });
    assertEquals(findCircles(graph), [
      ["lib/a.ts", "lib/inner/b.ts", "lib/inner/c.ts", "lib/a.ts"],
    ]);
  });
});

Deno.test("findCircles() finds a circle that is closed by import()", async () => {
  await inFolder(async (root) => {
    const graph = await graphOf(root, {
      "lib/a.ts": `export const b = () => import("./b.ts");`,
      "lib/b.ts": `export { b } from "./a.ts";`,
    });
    assertEquals(findCircles(graph), [["lib/a.ts", "lib/b.ts", "lib/a.ts"]]);
  });
});

Deno.test("findCircles() names every file that is part of a circle", () => {
  const graph = new Map([
    ["a", ["b"]],
    ["b", ["a", "c"]],
    ["c", ["b"]],
    ["d", ["c", "d"]],
    ["e", ["d"]],
  ]);
  assertEquals(
    findCircles(graph),
    [["a", "b", "a"], ["c", "b", "c"], ["d", "d"]],
  );
});

Deno.test("findOrderFaults() finds an import of a room that is not below", async () => {
  await inFolder(async (root) => {
    const graph = await graphOf(root, {
      "lib/low/a.ts":
        `import type { B } from "../high/b.ts"; export type A = B;`,
      "lib/low/free.ts": `export type Free = 1;`,
      "lib/high/b.ts": `export type { Free as B } from "../low/free.ts";`,
      "lib/high/c.ts": `export type { D as C } from "../beside/d.ts";`,
      "lib/beside/d.ts": `export type D = 1;`,
      "lib/mod.ts": `export type { C } from "./high/c.ts";`,
      "lib/unknown/e.ts": `export type E = 1;`,
    });
    assertEquals(findCircles(graph), []);
    const order = [["low"], ["high", "beside"]];
    assertEquals(findOrderFaults(graph, { lib: order }).sort(), [
      "lib/high/c.ts imports lib/beside/d.ts: high must not import beside",
      "lib/low/a.ts imports lib/high/b.ts: low must not import high",
      "lib/unknown has no place in import_order.ts",
    ]);
  });
});

Deno.test("findOrderFaults() takes a file that is named at its own level", () => {
  const graph = new Map([
    ["lib/a/seed.ts", []],
    ["lib/b/b.ts", ["lib/a/seed.ts"]],
    ["lib/a/a.ts", ["lib/b/b.ts", "lib/a/seed.ts"]],
  ]);
  const order = [["a/seed.ts"], ["b"], ["a"]];
  assertEquals(findOrderFaults(graph, { lib: order }), []);
});

Deno.test("readImportGraph() refuses a file that can't be parsed", async () => {
  await inFolder(async (root) => {
    await assertRejects(() => graphOf(root, { "lib/a.ts": "import {" }), Error);
  });
});
