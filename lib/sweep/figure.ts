import { sampleStatistics } from "../evaluation/sample.ts";
import type { Figure } from "../plots/figure.ts";
import { intervalFigure } from "../plots/intervals.ts";
import type { SweepResults } from "./results.ts";
import { accuraciesOf } from "./table.ts";

/** Each setting's mean accuracy with its interval, and each run's. */
export function sweepFigure(results: SweepResults): Figure {
  const { name, split, variants } = results;
  const intervals = variants.filter(({ runs }) => runs.length > 0)
    .map((variant) => {
      const accuracies = accuraciesOf(variant, results);
      const { mean, low, high } = sampleStatistics(accuracies);
      const single = accuracies.length === 1;
      return {
        name: variant.name,
        value: mean,
        low: single ? mean : low,
        high: single ? mean : high,
        results: accuracies,
      };
    });
  return intervalFigure(intervals, {
    heading: name,
    axisTitle: `accuracy on the ${split} set, %`,
  });
}
