import { sampleStatistics } from "../evaluation/confidence_intervals.ts";
import type { SweepResults, VariantResult } from "./results.ts";

/** The accuracy of each run of a setting, in percent. */
export function accuraciesOf(
  { runs }: VariantResult,
  { data }: Pick<SweepResults, "data">,
): number[] {
  return runs.map(({ correct }) => 100 * correct / data.testCount);
}

/** A sweep's results as a table in Markdown, with a row for each setting that has any. */
export function sweepTable(results: SweepResults): string {
  const { name, split, data, variants } = results;
  const images = split === "test" ? "test" : "validation";
  const rows = variants.filter(({ runs }) => runs.length > 0).map((variant) => {
    const accuracies = accuraciesOf(variant, results);
    const { mean, standardDeviation, low, high } = sampleStatistics(accuracies);
    const single = accuracies.length === 1;
    const losses = variant.runs.map(({ loss }) => loss);
    const seconds = variant.runs.map(({ seconds }) => seconds);
    return [
      variant.name.replaceAll("|", "\\|"),
      variant.parameters.toLocaleString("en-US"),
      mean.toFixed(3),
      single ? "" : standardDeviation.toFixed(3),
      single ? "" : `${low.toFixed(3)} to ${high.toFixed(3)}`,
      sampleStatistics(losses).mean.toFixed(4),
      sampleStatistics(seconds).mean.toFixed(0),
      variant.runs.map(({ seed }, i) => `${seed}: ${accuracies[i].toFixed(2)}`)
        .join(", "),
    ];
  });
  const heading = [
    "setting",
    "parameters",
    "accuracy, %",
    "standard deviation",
    "95 % interval of the mean",
    "loss",
    "training, s",
    "each seed's",
  ];
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    `${name}: accuracy of the last epoch's weights on ${data.testCount} ${images} images of ${data.name}, ${data.trainCount} to learn from`,
    "",
    line(heading),
    line(heading.map(() => "---")),
    ...rows.map(line),
    "",
  ].join("\n");
}
