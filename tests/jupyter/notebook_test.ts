import { assertEquals } from "@std/assert";
import { joined, lines } from "../../lib/jupyter/notebook.ts";

Deno.test("joined() and lines() convert text to one string and back", () => {
  assertEquals(lines("a\nb\n"), ["a\n", "b\n"]);
  assertEquals(lines(""), []);
  for (const text of ["", "a", "a\n\nb", "a\nb\n"]) {
    assertEquals(joined(lines(text)), text);
  }
  assertEquals(joined("a"), "a");
});
