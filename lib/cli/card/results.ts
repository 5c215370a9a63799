import { wilsonInterval } from "../../evaluation/confidence_intervals.ts";
import type { RunMistakes } from "../../runs/record.ts";
import { pythonFixed } from "../../terminal/python_format.ts";
import { type CardFacts, classesOf } from "./facts.ts";
import type { SeedScores } from "./seeds.ts";

/** A card's section on how good the model is. */
export function results(facts: CardFacts): string[] {
  const { config, history: { final }, seeds, mistakes } = facts;
  const { recipe, data: { heldOut } } = config;
  const tested = heldOut ?? "test";
  const row = (set: string, { correct, count, loss }: typeof final.test) => {
    const { low, high } = wilsonInterval(correct, count);
    return `| ${set} | ${correct.toLocaleString("en")} of ${
      count.toLocaleString("en")
    } | ${percent(correct / count)} (${percent(low)}–${percent(high)}) | ${
      pythonFixed(loss, 4)
    } |`;
  };
  const chosen = recipe.earlyStopping
    ? `the epoch that did best on the ${tested} set, so its score there is flattering`
    : "the last epoch, whatever its score";
  return [
    "## Results",
    "",
    "| set | right | accuracy, % (95 %) | loss |",
    "|---|---|---|---|",
    row(tested, final.test),
    row("training", final.train),
    "",
    `The weights are those of ${chosen}. The intervals are Wilson's: what other`,
    "images of the same kind would change.",
    ...seeds ? ["", seedsLine(seeds)] : [],
    ...mistakes ? ["", mistakesLine(mistakes, classesOf(facts))] : [],
  ];
}

function seedsLine({ sweep, seeds, ...score }: SeedScores): string {
  return `Of ${seeds.length} runs of this recipe that differ in the seed alone, the mean is ${
    percent(score.mean)
  } % (95 %: ${percent(score.low)}–${
    percent(score.high)
  }), the standard deviation ${
    percent(score.standardDeviation)
  } points (\`sweeps/${sweep}.json\`).`;
}

/** Which confusions are the most frequent. */
function mistakesLine(
  { mistakes }: RunMistakes,
  classes: readonly string[],
): string {
  const counts = new Map<string, number>();
  for (const { label, answer } of mistakes) {
    const pair = `${classes[label]} read as ${classes[answer]}`;
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  const frequent = [...counts].sort(([, a], [, b]) => b - a).slice(0, 4)
    .map(([pair, count]) => `${pair} (${count})`);
  return `Of its ${mistakes.length} mistakes, the most frequent: ${
    frequent.join(", ")
  }.`;
}

function percent(share: number): string {
  return pythonFixed(100 * share, 2);
}
