import { assertEquals } from "@std/assert";
import {
  checkTable,
  countRight,
  type Reading,
} from "../../../lib/cli/predict/check_table.ts";

const readings: readonly Reading[] = [
  {
    kind: "phone photo",
    source: "strokes",
    label: 7,
    answer: 7,
    centredAnswer: undefined,
  },
  {
    kind: "phone photo",
    source: "Caveat",
    label: 1,
    answer: 7,
    centredAnswer: 1,
  },
  {
    kind: "paint program",
    source: "Kalam",
    label: 0,
    answer: undefined,
    centredAnswer: 2,
  },
];

Deno.test("checkTable() counts by kind, by what the digits were drawn from, and all", () => {
  assertEquals(checkTable(readings), [
    "| kind             | pictures | right |     % | centred only, % |",
    "| ---------------- | -------: | ----: | ----: | --------------: |",
    "| paint program    |        1 |     0 |   0.0 |             0.0 |",
    "| phone photo      |        2 |     1 |  50.0 |            50.0 |",
    "| all from fonts   |        2 |     0 |   0.0 |            50.0 |",
    "| all from strokes |        1 |     1 | 100.0 |             0.0 |",
    "| all              |        3 |     1 |  33.3 |            33.3 |",
  ]);
  assertEquals(countRight(readings), 1);
});
