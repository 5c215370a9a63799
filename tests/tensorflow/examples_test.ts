import { assert, assertEquals, assertLess } from "@std/assert";
import { main as autoencoder } from "../../lib/tensorflow/examples/autoencoder.ts";
import { main as forecast } from "../../lib/tensorflow/examples/forecast.ts";
import { main as melody } from "../../lib/tensorflow/examples/melody.ts";
import { main as table } from "../../lib/tensorflow/examples/table.ts";
import { text } from "../../lib/tensorflow/examples/text.ts";
import { main as transformer } from "../../lib/tensorflow/examples/transformer.ts";

Deno.test("the table's example learns, saves and loads", async () => {
  const accuracy = await table({ epochs: 30 });
  assert(accuracy > 0.8, `${accuracy}`);
});

Deno.test("the forecast's example beats the simplest forecast", async () => {
  const { ours, naive } = await forecast({ years: 3, epochs: 6 });
  assertLess(ours, 0.7 * naive);
});

Deno.test("the autoencoder's example learns to draw", async () => {
  const { first, last } = await autoencoder({ count: 512, epochs: 10 });
  assertLess(last, 0.7 * first);
});

Deno.test("the transformer's example learns its text by heart", async () => {
  const written = await transformer({ epochs: 6 });
  let right = 0;
  while (written[right] === text[right]) right++;
  assert(right >= 48, `only "${written.slice(0, right)}" is right`);
});

Deno.test("the melody's example hears every note", async () => {
  const melodyOf = async (keys: number[]) => await melody({ melody: keys });
  assertEquals(await melodyOf([60, 64, 67, 72]), ["C4", "E4", "G4", "C5"]);
});

Deno.test("examples are lessons of under 120 lines that import the package alone", async () => {
  const folder = new URL("../../lib/tensorflow/examples/", import.meta.url);
  for await (const { name } of Deno.readDir(folder)) {
    const lines = (await Deno.readTextFile(new URL(name, folder))).split("\n");
    assertLess(lines.length, 121, name);
    const imports = lines.join("\n").matchAll(/from "([^"]+)"/g);
    for (const [, from] of imports) {
      assert(["../mod.ts", "./text.ts", "node:module"].includes(from), from);
    }
  }
});
