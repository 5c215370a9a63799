import { assertEquals } from "@std/assert";
import { operations } from "../slow/operation_fuzz/operations.ts";
import { withoutCase } from "../tensorflow/gradients/cases/exceptions.ts";
import { gradientCases } from "../tensorflow/gradients/cases/mod.ts";
import { gradientsPage, operationOf } from "../tensorflow/gradients/page.ts";

Deno.test("docs/gradients.md is the table of gradients (deno task docs:gradients writes it)", async () => {
  const page = new URL("../../docs/gradients.md", import.meta.url);
  assertEquals(await Deno.readTextFile(page), await gradientsPage());
});

Deno.test("the table of gradients has each operation of TensorFlow.js's namespace once", () => {
  const tested = new Set(gradientCases.map(([name]) => operationOf(name)));
  const others = withoutCase.flatMap(([, names]) => names);
  const known = Object.keys(operations);
  assertEquals(known.filter((n) => !tested.has(n) && !others.includes(n)), []);
  assertEquals(others.filter((name) => tested.has(name)), []);
  assertEquals([...tested, ...others].filter((n) => !known.includes(n)), []);
  const names = gradientCases.map(([name]) => name);
  assertEquals(names.length, new Set(names).size);
});
