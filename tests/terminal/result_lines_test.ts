import { assertEquals } from "@std/assert";
import type { DataSource } from "../../lib/data/digits.ts";
import {
  batchDescription,
  epochLine,
  resultLine,
} from "../../lib/terminal/result_lines.ts";

const mnist: DataSource = { kind: "mnist", name: "MNIST", place: "x" };
const synthetic: DataSource = {
  kind: "synthetic",
  name: "synthetic digits",
  place: "x",
};

Deno.test("epochLine() gives the PyTorch program's line to the letter", () => {
  assertEquals(
    epochLine({ loss: 0.02418, correct: 9921, count: 10000 }, mnist),
    "\nTest set: Average loss: 0.0242, Accuracy: 9921/10000 (99.21%)\n",
  );
});

Deno.test("resultLine() gives the PyTorch program's final lines to the letter", () => {
  assertEquals(
    resultLine(
      "Train Data",
      { loss: 0.012, correct: 59782, count: 60000 },
      mnist,
    ),
    "Train Data: Average loss: 0.0120, Accuracy: 59782/60000 (99.64%)",
  );
  assertEquals(
    resultLine(
      "Test Data",
      { loss: 0.0169, correct: 9950, count: 10000 },
      mnist,
    ),
    "Test Data: Average loss: 0.0169, Accuracy: 9950/10000 (99.50%)",
  );
});

Deno.test("resultLine() labels synthetic digits", () => {
  assertEquals(
    resultLine("Test set", { loss: 2.3, correct: 1, count: 8 }, synthetic),
    "Test set: Average loss: 2.3000, Accuracy: 1/8 (12.50%) [synthetic digits, not MNIST]",
  );
});

Deno.test("batchDescription() prints the loss as Python prints a float", () => {
  assertEquals(
    batchDescription(0.0018307261634618044, 1874),
    "loss=0.0018307261634618044 batch_id=1874",
  );
  assertEquals(batchDescription(0.00001, 3), "loss=1e-05 batch_id=3");
});
