import { assert, assertEquals } from "@std/assert";
import { codeHtml, languageOf } from "../../../lib/site/render/code.ts";

Deno.test("codeHtml() marks the parts of languages that it knows", () => {
  for (const language of ["ts", "typescript", "json", "sh", "python"]) {
    assert(codeHtml('"text"', language).includes("hljs-string"), language);
  }
  assertEquals(codeHtml("a < b", "none such"), "a &lt; b");
  assertEquals(codeHtml("a < b"), "a &lt; b");
});

Deno.test("languageOf() goes by the end of a name", () => {
  assertEquals(languageOf("lib/mod.ts"), "ts");
  assertEquals(languageOf("deno.lock"), "json");
  assertEquals(languageOf("LICENSE"), "");
});
