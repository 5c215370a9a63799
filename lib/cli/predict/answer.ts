/** How `deno task predict` writes its answers. @module */
import type { Box } from "../../data/pictures/box.ts";
import { pythonFixed } from "../../terminal/python_format.ts";

/** What the network reads in one digit, or in anything else that it has learned. */
export interface Answer {
  /** Name of the most probable class. */
  readonly answer: string;
  /** Of each class, in the network's order. */
  readonly probabilities: readonly number[];
  /** Where it is in the picture, in the file's pixels. */
  readonly box: Box;
}

/** How many of the most probable classes are shown. */
const SHOWN = 3;

/** `seven.png: 7  7: 99.8% 1: 0.1% 9: 0.0%`. */
export function answerLine(
  path: string,
  answer: Answer,
  classes: readonly string[],
): string {
  return `${path}: ${answer.answer}  ${topText(answer, classes)}`;
}

/** A line with all answers together, and one for each below it. */
export function splitLines(
  path: string,
  answers: readonly Answer[],
  classes: readonly string[],
): string[] {
  return [
    `${path}: ${joined(answers, classes)}`,
    ...answers.map((each) => `  ${each.answer}  ${topText(each, classes)}`),
  ];
}

/** One JSON object for a file: `{"file":…,"answer":…,"probabilities":…,"box":…}`. */
export function answerJson(
  file: string,
  answer: Answer,
  classes: readonly string[],
): string {
  return JSON.stringify({ file, ...fieldsOf(answer, classes) });
}

/** One JSON object for a file: `{"file":…,"answer":…,"digits":[…]}`. */
export function splitJson(
  file: string,
  answers: readonly Answer[],
  classes: readonly string[],
): string {
  return JSON.stringify({
    file,
    answer: joined(answers, classes),
    digits: answers.map((answer) => fieldsOf(answer, classes)),
  });
}

/** One JSON object for a file that has no answer: `{"file":…,"error":…}`. */
export function errorJson(file: string, error: string): string {
  return JSON.stringify({ file, error });
}

/** `407`; names of more than one letter stand apart. */
function joined(
  answers: readonly Answer[],
  classes: readonly string[],
): string {
  const single = classes.every((name) => [...name].length === 1);
  return answers.map(({ answer }) => answer).join(single ? "" : " ");
}

function topText(
  { probabilities }: Answer,
  classes: readonly string[],
): string {
  return Array.from(classes.keys())
    .sort((a, b) => probabilities[b] - probabilities[a])
    .slice(0, SHOWN)
    .map((label) =>
      `${classes[label]}: ${pythonFixed(100 * probabilities[label], 1)}%`
    ).join(" ");
}

function fieldsOf(
  { answer, probabilities, box }: Answer,
  classes: readonly string[],
) {
  return {
    answer,
    probabilities: Object.fromEntries(
      classes.map((name, label) => [name, rounded(probabilities[label])]),
    ),
    box: {
      top: box.top,
      left: box.left,
      bottom: box.bottom,
      right: box.right,
    },
  };
}

/** To six decimals. */
function rounded(probability: number): number {
  return Number(probability.toFixed(6));
}
