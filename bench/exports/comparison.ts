/** How far exports' answers are from ours, as a table. @module */
import type { Digits, Labels } from "../../lib/data/digits.ts";
import type { ExportForm } from "../../lib/export/export_files.ts";

/** log P(class | image), float32 [count, classes]. */
export type Answers = Float32Array<ArrayBuffer>;

/** What was measured of an export. */
export interface Row extends ExportForm {
  /** What opened it. */
  readonly reader: string;
  /** Of the files that make up the network, in bytes. */
  readonly bytes: number;
  readonly comparison: Comparison;
}

/** An export's answers beside ours. */
export interface Comparison {
  /** Of log-probabilities. */
  readonly largestDifference: number;
  /** Of probabilities. */
  readonly largestOfProbability: number;
  /** Images whose most probable class is the right one. */
  readonly correct: number;
  /** Images whose most probable class is another than ours. */
  readonly changed: number;
  readonly count: number;
}

/** Compares answers with ours. */
export function compare(
  answers: Answers,
  ours: Answers,
  { labels, count, classes }: Digits,
): Comparison {
  if (answers.length !== ours.length) {
    throw new RangeError(
      `Cannot compare answers: there must be ${ours.length}: there are ${answers.length}`,
    );
  }
  let [largestDifference, largestOfProbability] = [0, 0];
  ours.forEach((value, index) => {
    const answer = answers[index];
    largestDifference = Math.max(largestDifference, Math.abs(answer - value));
    largestOfProbability = Math.max(
      largestOfProbability,
      Math.abs(Math.exp(answer) - Math.exp(value)),
    );
  });
  const predicted = mostProbable(answers, classes.length);
  const expected = mostProbable(ours, classes.length);
  const where = (agree: (image: number) => boolean) =>
    predicted.filter((_, image) => agree(image)).length;
  return {
    largestDifference,
    largestOfProbability,
    correct: where((image) => predicted[image] === labels[image]),
    changed: where((image) => predicted[image] !== expected[image]),
    count,
  };
}

function mostProbable(answers: Answers, classes: number): Labels {
  return Int32Array.from({ length: answers.length / classes }, (_, image) => {
    const row = answers.subarray(image * classes, (image + 1) * classes);
    return row.indexOf(Math.max(...row));
  });
}

/** The rows as a table in Markdown. */
export function table(rows: readonly Row[]): string {
  const header = [
    ...["format", "precision", "opened by", "kB"],
    ...["log-probability off by", "probability off by"],
    ...["accuracy, %", "other answers"],
  ];
  const lines = rows.map(({ format, precision, reader, bytes, comparison }) => [
    ...[`\`${format}\``, precision, reader, (bytes / 1000).toFixed(1)],
    comparison.largestDifference.toExponential(1),
    comparison.largestOfProbability.toExponential(1),
    (100 * comparison.correct / comparison.count).toFixed(2),
    String(comparison.changed),
  ]);
  return [header, header.map(() => "---"), ...lines]
    .map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
