import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { join } from "node:path";
import type { Dataset } from "../../../lib/data/digits.ts";
import { createNetwork } from "../../../lib/model/network.ts";
import { init, tf } from "../../../lib/tensorflow/mod.ts";
import {
  Checkpoints,
  restoreWeights,
} from "../../../lib/training/checkpoints/checkpoints.ts";
import { CheckpointStore } from "../../../lib/training/checkpoints/store.ts";
import { decodeCheckpoint } from "../../../lib/training/checkpoints/format.ts";
import {
  CheckpointError,
  DivergenceError,
} from "../../../lib/training/errors.ts";
import { train } from "../../../lib/training/loop.ts";
import type { Recipe } from "../../../lib/training/recipes/recipes.ts";
import { identifyRun } from "../../../lib/training/checkpoints/run_identity.ts";
import { variableOf } from "../../../lib/training/weights/variables.ts";
import { inFolder, namesIn } from "../../support/folder.ts";
import { dataset, recipe, run } from "./fixtures.ts";

await init();

const withAdam: Recipe = { ...recipe, optimizer: { kind: "adam" } };

/** With everything that has a state. */
const withAll: Recipe = {
  ...withAdam,
  schedule: {
    kind: "oneCycle",
    peak: 0.01,
    momentum: { high: 0.95, low: 0.85 },
  },
  labelSmoothing: 0.1,
  averaging: { decay: 0.9, recomputeStatistics: true },
};

for (const recorded of [true, false]) {
  const how = recorded ? "recorded" : "op by op";

  Deno.test(`train() gives the same bits twice, ${how}`, async () => {
    assertEquals(await run({ recorded }), await run({ recorded }));
  });

  Deno.test(`train() resumes bit for bit after any step, ${how}`, async () => {
    const whole = await run({ recipe: withAll, recorded });
    // Before the first step, within an epoch, before its last and shorter batch,
    // before the evaluation, after an epoch's first step
    for (const stopAfter of [0, 1, 4, 5, 6]) {
      await inFolder(async (folder) => {
        const options = { recipe: withAll, recorded, folder };
        assertEquals(await run({ ...options, stopAfter }), undefined);
        assertEquals(await run({ ...options, weightsSeed: 2 }), whole);
      });
    }
  });
}

Deno.test("train() resumes bit for bit however often it is stopped", async () => {
  const whole = await run();
  await inFolder(async (folder) => {
    // As if each of the ten steps had its own process
    for (let step = 0; step < 10; step++) {
      assertEquals(await run({ folder, stopAfter: 1 }), undefined);
    }
    assertEquals(await run({ folder }), whole);
    // And once more after its end
    assertEquals(await run({ folder, weightsSeed: 2 }), whole);
  });
});

Deno.test("train() drops the rate at a plateau as if it had not been stopped", async () => {
  // At such a low rate, the loss changes by dropout's noise alone, which does not
  // lower it seven times in a row
  const plateau: Recipe = {
    ...recipe,
    epochs: 8,
    schedule: { kind: "plateau", rate: 1e-9, factor: 0.1, patience: 0 },
  };
  const whole = await run({ recipe: plateau });
  const rates = whole!.history.map(({ learningRate }) => learningRate);
  assert(rates.at(-1)! < rates[0]);
  await inFolder(async (folder) => {
    await run({ recipe: plateau, folder, stopAfter: 12 });
    assertEquals(await run({ recipe: plateau, folder }), whole);
  });
});

Deno.test("restoreWeights() loads the averaged weights", async () => {
  await inFolder(async (folder) => {
    const whole = await run({ recipe: withAll, folder });
    const stored = await new CheckpointStore(folder).newest();
    const model = createNetwork(recipe.network, 2);
    restoreWeights(model, stored!);
    const weights = model.getWeights().map((w) =>
      w.dataSync<"float32">().slice()
    );
    model.dispose();
    assertEquals(weights, whole!.weights);
  });
});

Deno.test("train() keeps the last two checkpoints", async () => {
  await inFolder(async (folder) => {
    await run({ folder, everySeconds: 0, stopAfter: 3 });
    assertEquals(namesIn(folder), [
      "epoch-00001-step-000002.checkpoint",
      "epoch-00001-step-000003.checkpoint",
    ]);
    await run({ folder });
    assertEquals(namesIn(folder), [
      "epoch-00002-step-000000.checkpoint",
      "epoch-00003-step-000000.checkpoint",
    ]);
  });
});

Deno.test("The files of a run that is killed at each write do not add up", async () => {
  await inFolder(async (folder) => {
    await run({ folder, everySeconds: 0, stopAfter: 3 });
    const two = namesIn(folder);
    // Left by a process killed after the write, and by two killed while writing
    await Deno.copyFile(
      join(folder, two[0]),
      join(folder, "epoch-00001-step-000001.checkpoint"),
    );
    for (const name of ["a", "b"]) {
      const temporary = `.epoch-00001-step-000004.checkpoint.${name}.tmp`;
      await Deno.writeTextFile(join(folder, temporary), "half");
    }
    // The next one fails at its first write, too
    const blocked = "epoch-00001-step-000004.checkpoint";
    await Deno.mkdir(join(folder, blocked));
    await assertRejects(
      () => run({ folder, everySeconds: 0, stopAfter: 4 }),
      CheckpointError,
    );
    assertEquals(namesIn(folder), [...two, blocked]);
  });
});

Deno.test("Checkpoints.request() has one saved after the current step", async () => {
  await inFolder(async (folder) => {
    const checkpoints = await Checkpoints.open(
      folder,
      identifyRun(dataset, recipe),
    );
    const model = createNetwork(recipe.network);
    const seen: string[][] = [];
    await train(model, dataset, { ...recipe, epochs: 1 }, {
      checkpoints,
      onBatch: ({ batch }) => {
        seen.push(batch < 3 ? [] : namesIn(folder));
        if (batch === 1) checkpoints.request();
      },
    });
    model.dispose();
    assertEquals(seen.slice(3), [
      ["epoch-00001-step-000002.checkpoint"],
      ["epoch-00001-step-000002.checkpoint"],
    ]);
  });
});

Deno.test("train() resumes from the checkpoint before a damaged one", async () => {
  const whole = await run();
  await inFolder(async (folder) => {
    await run({ folder, everySeconds: 0, stopAfter: 7 });
    const [before, last] = namesIn(folder).map((name) => join(folder, name));
    await Deno.truncate(last, 1000);
    const warnings: string[] = [];
    const { stored } = await Checkpoints.open(
      folder,
      identifyRun(dataset, recipe),
      { onDamaged: (message) => warnings.push(message) },
    );
    assertEquals(stored?.path, before);
    assertEquals(warnings, [
      `Cannot read checkpoint "${last}": its content must match its SHA-256: it does not; resuming from an earlier one, "${before}"`,
    ]);
    assertEquals(await run({ folder }), whole);
    for (const name of namesIn(folder)) {
      await Deno.truncate(join(folder, name), 47);
    }
    await assertRejects(
      () => run({ folder }),
      CheckpointError,
      "no earlier checkpoint is intact",
    );
  });
});

Deno.test("Checkpoints.open() refuses checkpoints of another run", async () => {
  await inFolder(async (folder) => {
    await run({ folder, stopAfter: 1 });
    const open = (data: Dataset, other: Recipe) =>
      Checkpoints.open(folder, identifyRun(data, other));
    const network = { ...recipe.network, hidden: 8 };
    const cases: [Recipe, string][] = [
      [
        { ...recipe, seed: 2 },
        "recipe.seed must be 2: current value is 1;",
      ],
      [{ ...recipe, network }, "recipe.network.hidden must be 8"],
      [withAdam, 'recipe.optimizer.kind must be "adam"'],
      [{ ...recipe, augmentation: undefined }, "recipe.augmentation must be"],
    ];
    for (const [other, message] of cases) {
      await assertRejects(() => open(dataset, other), CheckpointError, message);
    }
    const images = dataset.test.images.slice();
    images[0] ^= 1;
    await assertRejects(
      () => open({ ...dataset, test: { ...dataset.test, images } }, recipe),
      CheckpointError,
      "the data must be that of its run (synthetic digits, 37 training and 20 test images)",
    );
    assertEquals(
      (await open(dataset, recipe)).stored?.path !== undefined,
      true,
    );
  });
});

Deno.test("train() refuses a checkpoint of another architecture", async () => {
  await inFolder(async (folder) => {
    await run({ folder, stopAfter: 1 });
    const checkpoints = await Checkpoints.open(
      folder,
      identifyRun(dataset, recipe),
    );
    const model = createNetwork({ ...recipe.network, hidden: 8 });
    const before = tf.memory().numTensors;
    await assertRejects(
      () => train(model, dataset, recipe, { checkpoints }),
      CheckpointError,
      "same architecture, tensor 20 model/dense6/kernel [4,8]: current value is model/dense6/kernel [4,4]",
    );
    assertEquals(tf.memory().numTensors, before);
    model.dispose();
  });
});

Deno.test("train() stops at a loss that is not finite and keeps the earlier checkpoints", async () => {
  const rate = 1e30;
  const exploding: Recipe = {
    ...recipe,
    batchSize: 37,
    epochs: 9,
    schedule: { kind: "step", rate, epochs: 1, factor: 1 },
  };
  await inFolder(async (folder) => {
    const error = await assertRejects(
      () => run({ recipe: exploding, folder, everySeconds: 0 }),
      DivergenceError,
    );
    assertMatch(
      (error as Error).message,
      /^Cannot continue training: .* must be finite: it is (NaN|-?Infinity) in epoch \d after step \d, at learning rate 1e\+30; try [^\n]*$/,
    );
    for (const name of namesIn(folder)) {
      const path = join(folder, name);
      decodeCheckpoint(await Deno.readFile(path), path);
    }
  });
});

Deno.test("train() writes no checkpoint whose weights are not finite", async () => {
  await inFolder(async (folder) => {
    const checkpoints = await Checkpoints.open(
      folder,
      identifyRun(dataset, recipe),
    );
    const model = createNetwork(recipe.network);
    await assertRejects(
      () =>
        train(model, dataset, recipe, {
          checkpoints,
          onBatch: ({ batch }) => {
            if (batch === 1) checkpoints.request();
            if (batch !== 3) return;
            tf.tidy(() =>
              variableOf(model.weights[0]).assign(tf.fill([3, 3, 1, 2], NaN))
            );
            checkpoints.request();
          },
        }),
      DivergenceError,
      '"model/conv1/kernel" must be finite: it is NaN in epoch 1 after step 4',
    );
    model.dispose();
    assertEquals(namesIn(folder), ["epoch-00001-step-000002.checkpoint"]);
  });
});

Deno.test("train() does not depend on the system clock", async () => {
  const whole = await run();
  const { now } = Date;
  let jumps = 0;
  try {
    // A day ahead, a day back; performance.now() does not jump
    Date.now = () => now() + (jumps++ % 2 === 0 ? 1 : -1) * 86_400_000;
    await inFolder(async (folder) => {
      await run({ folder, stopAfter: 3 });
      assertEquals(namesIn(folder), ["epoch-00001-step-000003.checkpoint"]);
      assertEquals(await run({ folder }), whole);
    });
  } finally {
    Date.now = now;
  }
});
