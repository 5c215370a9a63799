import { assertEquals } from "@std/assert";
import { verdict } from "../../lib/exercises/check.ts";
import * as exercises from "../../lib/exercises/your_own_network.ts";

/** What is off about an answer, or nothing. */
async function off<Answer>(
  exercise: Parameters<typeof verdict<Answer>>[0],
  answer: Answer,
): Promise<string | undefined> {
  const text = await verdict(exercise, answer);
  return text.startsWith("Right.") ? undefined : text;
}

Deno.test("lossOfThousand takes log 1000, and knows the decimal one", async () => {
  const { lossOfThousand } = exercises;
  assertEquals(await off(lossOfThousand, 6.9078), undefined);
  assertEquals(
    await off(lossOfThousand, 3),
    "Not yet: that is the decimal logarithm; the loss has the natural one.",
  );
  assertEquals(
    await off(lossOfThousand, 0.001),
    "Not yet: 0.001 is too small.",
  );
});

Deno.test("ofThousandClasses counts the last layer's parameters", async () => {
  const { ofThousandClasses } = exercises;
  assertEquals(await off(ofThousandClasses, 170_216), undefined);
  assertEquals(
    await off(ofThousandClasses, 106_906),
    "Not yet: that is with 26 classes.",
  );
  assertEquals(
    await off(ofThousandClasses, 170_216 - 974),
    "Not yet: each new class has a bias too.",
  );
});

Deno.test("ofThreeBlocks counts a third convolution and fewer inputs", async () => {
  const { ofThreeBlocks } = exercises;
  assertEquals(await off(ofThreeBlocks, 61_914), undefined);
  assertEquals(
    await off(ofThreeBlocks, 106_906 + 18_496),
    "Not yet: the first fully connected layer has fewer inputs than before.",
  );
});

Deno.test("mostProbable asks for the names in order", async () => {
  const { mostProbable } = exercises;
  const right = (logs: number[], names: string[], count: number) =>
    names.map((name, k) => ({ name, log: logs[k] }))
      .sort((a, b) => b.log - a.log).slice(0, count).map(({ name }) => name);
  assertEquals(await off(mostProbable, right), undefined);
  for (
    const [wrong, hint] of [
      [
        (logs: number[], names: string[]) => right(logs, names, 4),
        "asked for 2 names, it gives 4.",
      ],
      [
        (logs: number[], names: string[], count: number) =>
          right(logs, names, 4).reverse().slice(0, count),
        "these are the least probable.",
      ],
      [
        (logs: number[], names: string[], count: number) =>
          right(logs, names, count).reverse(),
        "the most probable must come first.",
      ],
      [
        (logs: number[], names: string[]) => right(logs, names, 2),
        "right for 2 names, and not for all 4.",
      ],
      [
        () => ["A", "B"],
        "the names don't fit: the largest log-probability is the nearest to 0.",
      ],
    ] as const
  ) assertEquals(await off(mostProbable, wrong), `Not yet: ${hint}`);
});

Deno.test("picturesNeeded takes 1,825, within a percent", async () => {
  const { picturesNeeded } = exercises;
  assertEquals(await off(picturesNeeded, 1825), undefined);
  assertEquals(
    await off(picturesNeeded, 475),
    "Not yet: that is one standard deviation; it takes 1.96 of them.",
  );
  assertEquals(
    await off(picturesNeeded, 456),
    "Not yet: one point to either side: the whole interval is two wide.",
  );
});
