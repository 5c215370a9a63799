import { assertEquals, assertThrows } from "@std/assert";
import { confusionMatrix } from "../../../lib/plots/grids/confusion_matrix.ts";
import { traces } from "../traces.ts";

Deno.test("confusionMatrix() colours errors and writes every count", () => {
  const figure = confusionMatrix([[90, 2], [0, 80]]);
  const [{ z, zmax }] = traces(figure);
  assertEquals(z, [[null, 2], [0, null]]);
  assertEquals(zmax, 2);
  assertEquals(
    figure.layout.annotations?.map(({ x, y, text }) => [x, y, text]),
    [[0, 0, "<b>90</b>"], [1, 0, "2"], [1, 1, "<b>80</b>"]],
  );
  assertEquals(figure.layout.title?.text, "Confusion matrix: 170 of 172 right");
});

Deno.test("confusionMatrix() rejects a matrix that is not square", () => {
  assertThrows(() => confusionMatrix([]), RangeError);
  assertThrows(() => confusionMatrix([[1, 2]]), RangeError, "must be square");
});

Deno.test("confusionMatrix() names the classes, unless there are too many", () => {
  const { layout } = confusionMatrix([[1, 0], [2, 3]], { names: ["A", "B"] });
  assertEquals(layout.xaxis?.ticktext, ["A", "B"]);
  assertEquals(layout.yaxis?.title?.text, "true class");
  const many = Array.from({ length: 61 }, () => Array(61).fill(1));
  assertEquals(confusionMatrix(many).layout.annotations, []);
});
