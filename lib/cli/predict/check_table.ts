import { KINDS } from "../../data/synthetic/pictures/kinds.ts";

/** What a network read in a drawn picture. */
export interface Reading {
  readonly kind: string;
  /** The font's family, or "strokes". */
  readonly source: string;
  readonly label: number;
  /** The network's answer; undefined if no digit was found. */
  readonly answer: number | undefined;
  /** Its answer to the picture that was only scaled and centred. */
  readonly centredAnswer: number | undefined;
}

/** How many of the pictures were read right. */
export function countRight(readings: readonly Reading[]): number {
  return readings.filter(({ answer, label }) => answer === label).length;
}

/**
 * A table in Markdown: a row for each kind of picture that there is, for digits of fonts
 * and of strokes, and for all.
 */
export function checkTable(readings: readonly Reading[]): string[] {
  const groups = [
    ...KINDS.map(({ name }) => ({
      name,
      own: readings.filter(({ kind }) => kind === name),
    })),
    {
      name: "all from fonts",
      own: readings.filter(({ source }) => source !== "strokes"),
    },
    {
      name: "all from strokes",
      own: readings.filter(({ source }) => source === "strokes"),
    },
    { name: "all", own: readings },
  ].filter(({ own }) => own.length > 0);
  const width = Math.max(...groups.map(({ name }) => name.length));
  return [
    `| ${"kind".padEnd(width)} | pictures | right |     % | centred only, % |`,
    `| ${"-".repeat(width)} | -------: | ----: | ----: | --------------: |`,
    ...groups.map(({ name, own }) => rowOf(name.padEnd(width), own)),
  ];
}

function rowOf(name: string, readings: readonly Reading[]): string {
  const right = countRight(readings);
  const centred =
    readings.filter(({ centredAnswer, label }) => centredAnswer === label)
      .length;
  const percent = (count: number) => (100 * count / readings.length).toFixed(1);
  const cells = [
    name,
    String(readings.length).padStart(8),
    String(right).padStart(5),
    percent(right).padStart(5),
    percent(centred).padStart(15),
  ];
  return `| ${cells.join(" | ")} |`;
}
