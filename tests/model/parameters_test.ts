import { assertEquals } from "@std/assert";
import { createNetwork, defaultNetwork } from "../../lib/model/network.ts";
import { trainableParameters } from "../../lib/model/parameters.ts";
import { init } from "../../lib/tensorflow/mod.ts";

await init();

Deno.test("trainableParameters() counts a network's trainable parameters", () => {
  for (
    const options of [
      defaultNetwork,
      { channels: [3, 5, 7, 9, 11], hidden: 13, dropout: 0 } as const,
    ]
  ) {
    const model = createNetwork(options);
    assertEquals(
      trainableParameters(options),
      model.countParams() - bufferOf(model),
    );
    model.dispose();
  }
});

/** What batch normalization keeps beside its trainable weights. */
function bufferOf(model: ReturnType<typeof createNetwork>): number {
  return model.nonTrainableWeights
    .reduce((sum, { shape }) => sum + Number(shape[0]), 0);
}
