import { assertEquals } from "@std/assert";
import { commandsPage } from "../../docs/commands.ts";

Deno.test("docs/commands.md says what the declarations say (deno task docs:commands writes it)", async () => {
  const page = new URL("../../docs/commands.md", import.meta.url);
  assertEquals(await Deno.readTextFile(page), await commandsPage());
});
