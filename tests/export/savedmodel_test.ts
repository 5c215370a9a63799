import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import {
  INPUT_NAME,
  OUTPUT_NAME,
  PRECISIONS,
} from "../../lib/export/format.ts";
import { encodeSavedModel } from "../../lib/export/savedmodel.ts";
import { inFolder } from "../support/folder.ts";
import { tf } from "../support/tensorflow.ts";
import {
  answersOf,
  images,
  largestDifference,
  sevenLayers,
  stockLayers,
  TOLERANCES,
} from "./networks.ts";

for (const [name, create] of Object.entries({ sevenLayers, stockLayers })) {
  for (const precision of PRECISIONS) {
    Deno.test(`encodeSavedModel() writes what TensorFlow's loader runs: ${name} in ${precision}`, async () => {
      const input = create();
      const [{ path, bytes }] = await encodeSavedModel(input, { precision });
      const pixels = images();
      const expected = await answersOf(input);
      await inFolder(async (folder) => {
        await Deno.writeFile(join(folder, path), bytes);
        const model = await tf.node.loadSavedModel(folder);
        assertEquals(model.inputs[0].name, INPUT_NAME);
        assertEquals(model.outputs[0].name, OUTPUT_NAME);
        const answer = model.predict(pixels) as tf.Tensor;
        const answers = answer.dataSync<"float32">();
        answer.dispose();
        model.dispose();
        const difference = largestDifference(answers, expected);
        assert(difference <= TOLERANCES[precision], `${difference}`);
      });
      tf.dispose(pixels);
      input.model.dispose();
    });
  }
}
