import { assert, assertEquals } from "@std/assert";
import {
  crossEntropy,
  softmax,
} from "../../../lib/widgets/drawings/softmax/probabilities.ts";
import { softmaxDrawing } from "../../../lib/widgets/drawings/softmax.ts";
import { logitLimit } from "../../../lib/widgets/drawings/softmax/layout.ts";

const logits = [2.5, -1, 0.5, 4.2];

Deno.test("logitLimit() leaves room around the logits", () => {
  assertEquals([logitLimit([1, -2]), logitLimit([3, -12.5])], [10, 13]);
});

Deno.test("softmaxDrawing() shows probabilities, p − y and the loss", () => {
  const data = { logits, labels: ["a", "b", "c", "<"], temperature: 1 };
  const target = 2;
  for (const width of [254, 720]) {
    const { svg, height } = softmaxDrawing(
      { ...data, target },
      { logits, temperature: 2 },
      width,
    );
    const p = softmax(logits, 2);
    for (const value of p) assert(svg.includes(`>${value.toFixed(3)}<`));
    assert(svg.includes(`>−${(1 - p[2]).toFixed(3)}<`));
    assert(svg.includes(`= ${crossEntropy(logits, 2, 2).toFixed(4)}<`));
    assert(svg.includes(">&lt;<") && !svg.includes("NaN"));
    const without = softmaxDrawing(data, data, width);
    assert(!without.svg.includes("cross-entropy") && without.height < height);
  }
});
