import { assertEquals } from "@std/assert";
import * as v from "valibot";
import { classesSchema } from "../../lib/data/classes.ts";

Deno.test("classesSchema takes 2 to 1,000 different names", () => {
  const names = (count: number) =>
    Array.from({ length: count }, (_, k) => `class ${k}`);
  for (const count of [2, 26, 1000]) {
    assertEquals(v.is(classesSchema, names(count)), true);
  }
  for (
    const wrong of [names(1), names(1001), ["a", "a"], ["a", ""], ["a", "b\n"]]
  ) assertEquals(v.is(classesSchema, wrong), false);
});
