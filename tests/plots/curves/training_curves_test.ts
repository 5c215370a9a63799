import { assertEquals } from "@std/assert";
import { trainingCurves } from "../../../lib/plots/curves/training_curves.ts";
import { traces } from "../traces.ts";

const run = { epochs: 3, batchesPerEpoch: 1000, points: [] };

Deno.test("trainingCurves() shows every batch while there are few", () => {
  const losses = [2.5, 2, 1.5];
  const [loss] = traces(trainingCurves({ ...run, losses }));
  assertEquals(loss.x, [0.001, 0.002, 0.003]);
  assertEquals(loss.y, losses);
});

Deno.test("trainingCurves() shows many batches as means of blocks", () => {
  const losses = Array.from({ length: 2000 }, (_, k) => k % 2);
  const [loss] = traces(trainingCurves({ ...run, losses }));
  assertEquals(loss.name, "training loss, mean of 5 batches");
  assertEquals(loss.y.length, 400);
  assertEquals(loss.y.slice(0, 2), [0.4, 0.6]);
  assertEquals(loss.x.at(-1), 2);
});

Deno.test("trainingCurves() keeps its axes while the run goes on", () => {
  const early = trainingCurves({ ...run, losses: [1] });
  const late = trainingCurves({
    ...run,
    losses: [1, 0.5],
    points: [{ epoch: 1, testLoss: 0.1, testAccuracy: 0.985 }],
  });
  assertEquals(early.layout, late.layout);
  assertEquals(traces(late)[2].y, [98.5]);
  assertEquals(
    late.alt,
    "After epoch 1 of 3: test loss 0.1000, test accuracy 98.50 %",
  );
});

Deno.test("trainingCurves() names the set that its points are about", () => {
  const points = [{ epoch: 1, testLoss: 0.1, testAccuracy: 0.985 }];
  const figure = trainingCurves({
    ...run,
    losses: [1],
    points,
    set: "validation",
  });
  assertEquals(
    figure.alt,
    "After epoch 1 of 3: validation loss 0.1000, validation accuracy 98.50 %",
  );
  assertEquals(traces(figure)[1].name, "validation loss");
});
