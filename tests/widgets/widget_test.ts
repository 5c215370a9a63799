import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { show } from "../../lib/jupyter/figures.ts";
import { messagesOf } from "../jupyter/messages.ts";
import { samples } from "./samples.ts";

for (const [name, sample] of Object.entries(samples)) {
  Deno.test(`the widget ${name} is a picture, a sentence and at most 30 KB of script`, async () => {
    const [{ content }, ...rest] = await messagesOf(() => show(sample()));
    assertEquals(rest, []);
    const html: string = content.data["text/html"];
    const [, script] = html.split("<script>");
    assert(script.length <= 30 * 1024, `${script.length} bytes`);
    assertEquals(html.split("</script>").length, 2);
    // The first bytes of every PNG file, in base64
    assert(content.data["image/png"].startsWith("iVBORw0KGgo"));
    assertStringIncludes(
      html,
      `<img src="data:image/png;base64,${content.data["image/png"]}"`,
    );
    assert(content.metadata["image/png"].width > 0);
    const sentence = /<p>(.*)<\/p>/.exec(html)![1];
    assert(content.data["text/plain"].endsWith(sentence), sentence);
  });
}

Deno.test("a widget outside a notebook is its text", async () => {
  const lines: string[] = [];
  const log = console.log;
  console.log = (line: string) => void lines.push(line);
  try {
    await show(samples.learning_rate());
  } finally {
    console.log = log;
  }
  assertEquals(lines, [samples.learning_rate().alt]);
});
