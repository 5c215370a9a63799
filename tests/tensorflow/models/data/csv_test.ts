import { assertEquals, assertRejects } from "@std/assert";
import { init, tf } from "../../../../lib/tensorflow/mod.ts";

await init();

/** The rows of a CSV file, and its columns' names. */
async function read(
  text: string,
  options?: Parameters<typeof tf.data.csv>[1],
): Promise<{ names: string[]; rows: unknown[][] }> {
  const file = await Deno.makeTempFile({ suffix: ".csv" });
  try {
    await Deno.writeTextFile(file, text);
    const data = tf.data.csv(`file://${file}`, options);
    const rows = await data.toArray();
    assertEquals(await data.toArray(), rows);
    return {
      names: await data.columnNames(),
      rows: rows.map((row) => Object.values(row as Record<string, unknown>)),
    };
  } finally {
    await Deno.remove(file);
  }
}

Deno.test("tf.data.csv() reads quotes, line breaks and commas within quotes", async () => {
  const { names, rows } = await read(
    '"a, b",c\r\n"x, y",1\r\n"he said ""no""",2\r\n"two\nlines",3\r\n,""\r\n',
  );
  assertEquals(names, ["a, b", "c"]);
  assertEquals(rows, [
    ["x, y", 1],
    ['he said "no"', 2],
    ["two\nlines", 3],
    [undefined, undefined],
  ]);
});

Deno.test("tf.data.csv() passes over a byte order mark and empty lines", async () => {
  const { names, rows } = await read("\uFEFFa,b\n1,2\n\n3,4\n\n");
  assertEquals(names, ["a", "b"]);
  assertEquals(rows, [[1, 2], [3, 4]]);
  assertEquals((await read("a\n1\n\n3\n")).rows, [[1], [undefined], [3]]);
});

Deno.test("tf.data.csv() takes other delimiters, and several spaces as one", async () => {
  assertEquals((await read("a;b\n1,5;2\n", { delimiter: ";" })).rows, [
    ["1,5", 2],
  ]);
  const spaces = { delimWhitespace: true };
  assertEquals((await read("a b\n1   2\n", spaces)).rows, [[1, 2]]);
});

Deno.test("tf.data.csv() names a row that doesn't fit, or doesn't end", async () => {
  await assertRejects(
    () => read("a,b\n1,2,3\n"),
    Error,
    "each row must have 2 fields (a, b): current row has 3: 1,2,3",
  );
  await assertRejects(
    () => read('a,b\n1,"2\n3,4\n'),
    Error,
    "must end with a quote",
  );
});
