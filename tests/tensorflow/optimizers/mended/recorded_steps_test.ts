import { assertEquals } from "@std/assert";
import { compile, init, tf } from "../../../../lib/tensorflow/mod.ts";

await init();

/** An optimizer of a program's own. */
class Own extends tf.Optimizer {
  static className = "Own";

  applyGradients(): void {
    this.incrementIterations();
  }

  getConfig(): tf.serialization.ConfigDict {
    return {};
  }
}

for (
  const optimizer of [
    tf.train.adam(0.1),
    tf.train.momentum(0.1, 0.9),
    new Own(),
  ]
) {
  Deno.test(`a recorded step of ${optimizer.getClassName()} counts at each call`, () => {
    const variable = tf.variable(tf.scalar(1));
    using step = compile(() =>
      optimizer.minimize(() => variable.mul(1), true, [variable])!
    );
    for (let i = 0; i < 5; i++) step().dispose();
    assertEquals(optimizer.iterations, 5);
    variable.dispose();
  });
}
