import { sampleStatistics } from "../evaluation/confidence_intervals.ts";
import type { Figure } from "../plots/figure.ts";
import { intervalFigure } from "../plots/charts/intervals.ts";
import { hyperparameterFigure } from "../plots/charts/hyperparameters.ts";
import type { SweepResults } from "./results.ts";
import { accuraciesOf } from "./table.ts";

/** More rows are hard to read. */
const MAX_ROWS = 12;

/**
 * A figure of each setting's mean accuracy, its confidence interval and each run's
 * accuracy. For a grid or a draw of more than 12 settings, the figure shows the means
 * against each hyperparameter that varies.
 */
export function sweepFigure(results: SweepResults): Figure {
  const { name, split } = results;
  const variants = results.variants.filter(({ runs }) => runs.length > 0);
  const titles = {
    heading: name,
    axisTitle: `accuracy on the ${split} set, %`,
  };
  const varies = variants.every(({ changes }) =>
    Object.keys(changes).length > 0
  );
  if (varies && variants.length > MAX_ROWS) {
    return hyperparameterFigure(
      variants.map((variant) => ({
        varied: variant.changes,
        value: sampleStatistics(accuraciesOf(variant, results)).mean,
      })),
      titles,
    );
  }
  return intervalFigure(
    variants.map((variant) => {
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
    }),
    titles,
  );
}
