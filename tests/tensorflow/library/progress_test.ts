import { assertEquals } from "@std/assert";
import {
  progressLine,
  stderrReporter,
} from "../../../lib/tensorflow/library/progress.ts";

Deno.test("progressLine() shows percentage, bar and megabytes", () => {
  assertEquals(
    progressLine({ phase: "download", done: 137e6, total: 274e6 }),
    "Downloading TensorFlow  50% |████████████            | 137/274 MB",
  );
  assertEquals(
    progressLine({ phase: "unpack", done: 854e6, total: 854e6 }),
    "Unpacking TensorFlow   100% |████████████████████████| 854/854 MB",
  );
  assertEquals(
    progressLine({ phase: "wait", done: 3.9, total: undefined }),
    "Waiting for TensorFlow: 3 s",
  );
});

Deno.test("stderrReporter() redraws its line only on a terminal", () => {
  for (const terminal of [true, false]) {
    let text = "";
    const reporter = stderrReporter((part) => text += part, terminal);
    reporter.onProgress({ phase: "download", done: 1e6, total: 2e6 });
    reporter.onProgress({ phase: "download", done: 2e6, total: 2e6 });
    reporter.onNote("a note");
    const bars =
      "\rDownloading TensorFlow  50% |████████████            | 1/2 MB" +
      "\rDownloading TensorFlow 100% |████████████████████████| 2/2 MB\n";
    assertEquals(text, `${terminal ? bars : ""}a note\n`);
  }
});

Deno.test("stderrReporter() ends the bar before a note", () => {
  let text = "";
  const reporter = stderrReporter((part) => text += part, true);
  reporter.onProgress({ phase: "wait", done: 1, total: undefined });
  reporter.onNote("a note");
  assertEquals(text, "\rWaiting for TensorFlow: 1 s\na note\n");
});
