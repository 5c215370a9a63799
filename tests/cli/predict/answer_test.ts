import { assertEquals } from "@std/assert";
import {
  answerJson,
  answerLine,
  errorJson,
  splitJson,
  splitLines,
} from "../../../lib/cli/predict/answer.ts";

const classes = ["0", "1", "2", "3"];
const box = { top: 1, left: 2, bottom: 30, right: 40 };
const two = { answer: "2", probabilities: [0.02, 0, 0.9, 0.08], box };
const one = { answer: "1", probabilities: [0, 0.9996, 0.0003, 0.0001], box };

Deno.test("answerLine() shows the three most probable classes", () => {
  assertEquals(
    answerLine("a.png", two, classes),
    "a.png: 2  2: 90.0% 3: 8.0% 0: 2.0%",
  );
});

Deno.test("splitLines() shows one number, and each of its digits", () => {
  assertEquals(splitLines("a.png", [two, one], classes), [
    "a.png: 21",
    "  2  2: 90.0% 3: 8.0% 0: 2.0%",
    "  1  1: 100.0% 2: 0.0% 3: 0.0%",
  ]);
  const names = ["cat", "dog"];
  const cat = { answer: "cat", probabilities: [1, 0], box };
  assertEquals(splitLines("a.png", [cat, cat], names), [
    "a.png: cat cat",
    "  cat  cat: 100.0% dog: 0.0%",
    "  cat  cat: 100.0% dog: 0.0%",
  ]);
});

Deno.test("answerJson(), splitJson() and errorJson() write one object in a line", () => {
  const fields = {
    answer: "2",
    probabilities: { 0: 0.02, 1: 0, 2: 0.9, 3: 0.08 },
    box,
  };
  assertEquals(
    answerJson("a\n.png", two, classes),
    JSON.stringify({ file: "a\n.png", ...fields }),
  );
  assertEquals(
    splitJson("a.png", [two, two], classes),
    JSON.stringify({ file: "a.png", answer: "22", digits: [fields, fields] }),
  );
  assertEquals(
    errorJson("a.png", "Cannot read it"),
    '{"file":"a.png","error":"Cannot read it"}',
  );
});
