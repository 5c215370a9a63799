import { assertRejects } from "@std/assert";
import { tf } from "../../../support/tensorflow.ts";

Deno.test("loading a graph model from what is no JSON is an error", async () => {
  const path = await Deno.makeTempFile({ suffix: ".json" });
  await Deno.writeTextFile(path, "<html>");
  await assertRejects(
    () => tf.loadGraphModel(`file://${path}`),
    Error,
    "Cannot load a graph model: its model.json must be JSON",
  );
  await Deno.remove(path);
});
