import { assertEquals } from "@std/assert";
import { EpochBars } from "../../../lib/cli/command/epoch_bars.ts";

Deno.test("EpochBars writes one line per epoch where lines can't be redrawn", () => {
  let text = "";
  const bars = new EpochBars({ live: false, write: (part) => text += part });
  for (const epoch of [1, 2]) {
    for (const batch of [0, 1, 2]) {
      bars.update({
        epoch,
        epochs: 2,
        batch,
        batches: 3,
        loss: 1 / epoch,
        seconds: 0.1,
      });
    }
  }
  bars.update({
    epoch: 3,
    epochs: 3,
    batch: 0,
    batches: 3,
    loss: 0.1,
    seconds: 0.1,
  });
  bars.abandon();
  const lines = text.split("\n");
  assertEquals(lines.length, 3);
  assertEquals(
    lines.map((line) => line.split("[")[0]),
    [
      "loss=1.0 batch_id=2: 100%|██████████| 3/3 ",
      "loss=0.5 batch_id=2: 100%|██████████| 3/3 ",
      "",
    ],
  );
});
