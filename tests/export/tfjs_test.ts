import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { tf } from "../../lib/tensorflow/mod.ts";
import { PRECISIONS } from "../../lib/export/format.ts";
import {
  answersOf,
  images,
  largestDifference,
  sevenLayers,
  stockLayers,
  TOLERANCES,
} from "./networks.ts";
import { ofBlack, runProgram, serveExport } from "./served.ts";

const formats = [
  { format: "tfjs", encode: "encodeLayersModel", load: "loadLayersModel" },
  { format: "tfjs-graph", encode: "encodeGraphModel", load: "loadGraphModel" },
] as const;

for (const { format, encode, load } of formats) {
  for (const [name, create] of Object.entries({ sevenLayers, stockLayers })) {
    for (const precision of PRECISIONS) {
      Deno.test(`${encode}() writes what tf.${load}() loads: ${name} in ${precision}`, async () => {
        const input = create();
        await using server = await serveExport(input, format, precision);
        const model = await tf[load](`${server.url}model.json`);
        const answers = tf.tidy(() =>
          (model.predict(images()) as tf.Tensor).dataSync()
        );
        const difference = largestDifference(answers, await answersOf(input));
        assert(difference <= TOLERANCES[precision], `${difference}`);
        model.dispose();
        input.model.dispose();
      });
    }
  }

  Deno.test(`the program in the README of ${format} prints the class of a black image`, async () => {
    const input = stockLayers();
    await using server = await serveExport(input, format);
    const [name, probability] = await runProgram(format, server.url);
    const [expectedName, expected] = await ofBlack(input);
    assertEquals(name, expectedName);
    assertAlmostEquals(probability as number, expected, 1e-5);
  });
}
