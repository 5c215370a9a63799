import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { ensembleOf } from "../../lib/model/ensemble.ts";
import { createNetwork, defaultNetwork } from "../../lib/model/network.ts";
import { init, tf } from "../../lib/tensorflow/mod.ts";

await init();

const networks = () =>
  [1, 2, 3].map((seed) =>
    createNetwork({ ...defaultNetwork, channels: [2, 2, 2, 2, 4] }, seed)
  );

Deno.test("ensembleOf() averages its members' logits", () => {
  const members = networks();
  const images = tf.randomUniform([4, 28, 28, 1]);
  const answersOf = (model: tf.LayersModel) =>
    tf.tidy(() =>
      (model.apply(images, { training: false }) as tf.Tensor2D).arraySync()
    );
  const apart = members.map(answersOf);
  const together = answersOf(ensembleOf(members));
  together.forEach((row, image) => {
    const means = row.map((_, digit) =>
      apart.reduce((sum, answers) => sum + answers[image][digit], 0) / 3
    );
    const sum = means.reduce((sum, mean) => sum + Math.exp(mean), 0);
    row.forEach((value, digit) =>
      assertAlmostEquals(value, means[digit] - Math.log(sum), 1e-5)
    );
  });
  images.dispose();
});

Deno.test("ensembleOf() a single network answers like that network", () => {
  const [network] = networks();
  const images = tf.randomUniform([2, 28, 28, 1]);
  const alone = network.predict(images) as tf.Tensor;
  const ensemble = ensembleOf([network]).predict(images) as tf.Tensor;
  const values = alone.dataSync();
  ensemble.dataSync().forEach((value, i) =>
    assertAlmostEquals(value, values[i], 1e-5)
  );
  assertEquals(ensemble.shape, [2, 10]);
  tf.dispose([images, alone, ensemble]);
});

Deno.test("ensembleOf() needs a member", () => {
  assertThrows(
    () => ensembleOf([]),
    RangeError,
    "at least one member: current count is 0",
  );
});
