import { assert, assertEquals } from "@std/assert";
import {
  display,
  inNotebook,
  settle,
  write,
} from "../../lib/jupyter/kernel.ts";
import { messagesOf } from "./messages.ts";

Deno.test("inNotebook() is true only while something takes the output", async () => {
  assert(!inNotebook());
  await messagesOf(() => {
    assert(inNotebook());
    return Promise.resolve();
  });
  assert(!inNotebook());
});

Deno.test("display() sends a bundle, its metadata and no id by default", async () => {
  const messages = await messagesOf(() =>
    display({ "text/plain": "a" }, { metadata: { mark: true } })
  );
  assertEquals<unknown>(messages, [{
    type: "display_data",
    content: {
      data: { "text/plain": "a" },
      metadata: { mark: true },
      transient: {},
    },
  }]);
});

Deno.test("display() replaces the output that has its id", async () => {
  const messages = await messagesOf(async () => {
    await display({ "text/plain": "old" }, { id: "x" });
    await display({ "text/plain": "new" }, { id: "x", update: true });
  });
  assertEquals(
    messages.map(({ type, content }) => [type, content.transient]),
    [
      ["display_data", { display_id: "x" }],
      ["update_display_data", { display_id: "x" }],
    ],
  );
});

Deno.test("write() sends text to the cell's standard output", async () => {
  assertEquals<unknown>(await messagesOf(() => write("a\r")), [
    { type: "stream", content: { name: "stdout", text: "a\r" } },
  ]);
});

Deno.test("settle() gives messages at least 45 ms to leave the kernel", async () => {
  const start = performance.now();
  await settle();
  assert(performance.now() - start >= 45);
});

Deno.test("outside a notebook, display() and write() print text on the console", async () => {
  const module = import.meta.resolve("../../lib/jupyter/kernel.ts");
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      "eval",
      `import { display, write } from ${JSON.stringify(module)};
      await display({ "text/plain": "plain", "text/html": "<b>" });
      await write("written");`,
    ],
  }).output();
  assertEquals(new TextDecoder().decode(stdout), "plain\nwritten");
});
