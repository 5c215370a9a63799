import { assertEquals, assertThrows } from "@std/assert";
import { join, sep } from "node:path";
import {
  choiceFlag,
  numberFlag,
  oneOf,
  pathFlag,
  pathFrom,
  repeatable,
  switchFlag,
  textFlag,
  UsageError,
  wholeNumberFlag,
} from "../../../lib/cli/command/flags.ts";

const shown = { value: "X", help: "help" };

Deno.test("wholeNumberFlag() takes whole numbers in its range alone", () => {
  const { read } = wholeNumberFlag({ ...shown, from: 1 });
  assertEquals(read("epochs", ["15"]), 15);
  assertEquals(read("epochs", ["15", "16"]), 16);
  assertEquals(read("epochs", []), undefined);
  for (const value of ["0", "-1", "1.5", "1e3", "x", "", " 1", "0x10"]) {
    assertThrows(
      () => read("epochs", [value]),
      UsageError,
      `Cannot use --epochs: it must be a whole number of at least 1: current value is "${value}"`,
    );
  }
  assertThrows(
    () => wholeNumberFlag({ ...shown, from: 0, to: 10 }).read("seed", ["11"]),
    UsageError,
    "from 0 to 10",
  );
});

Deno.test("numberFlag() takes decimal numbers in its range alone", () => {
  const { read } = numberFlag({ ...shown, from: 0.5, to: 100, default: 3 });
  assertEquals(read("until", ["99.4"]), 99.4);
  assertEquals(read("until", []), 3);
  for (const value of ["0.4", "100.1", "-1", "1e1", "x", ""]) {
    assertThrows(
      () => read("until", [value]),
      UsageError,
      `Cannot use --until: it must be a number from 0.5 to 100: current value is "${value}"`,
    );
  }
});

Deno.test("choiceFlag() and oneOf() list the words", () => {
  const flag = choiceFlag(["webgpu", "cpu"], { ...shown, default: "cpu" });
  assertEquals(flag.read("backend", ["webgpu"]), "webgpu");
  assertEquals(flag.read("backend", []), "cpu");
  const message =
    'Cannot use --backend: it must be webgpu or cpu: current value is "gpu"';
  assertThrows(() => flag.read("backend", ["gpu"]), UsageError, message);
  assertThrows(
    () => oneOf("backend", "gpu", ["webgpu", "cpu"]),
    UsageError,
    message,
  );
});

Deno.test("switchFlag() is true if the flag is given", () => {
  const { read } = switchFlag({ help: "help" });
  assertEquals([read("quick", []), read("quick", ["true"])], [false, true]);
});

Deno.test("repeatable() reads every value, or the default alone", () => {
  const batch = repeatable(wholeNumberFlag({ ...shown, from: 1, default: 32 }));
  assertEquals(batch.read("batch", []), [32]);
  assertEquals(batch.read("batch", ["4", "8"]), [4, 8]);
  assertThrows(() => batch.read("batch", ["4", "0"]), UsageError, '"0"');
  assertEquals(repeatable(textFlag(shown)).read("only", []), []);
});

Deno.test("flags say their range and default in words", () => {
  const text = (
    { range, otherwise }: { range?: string; otherwise?: string },
  ) => [
    range,
    otherwise,
  ];
  assertEquals(
    text(wholeNumberFlag({ ...shown, from: 1, to: 10_000, default: 5 })),
    ["1 to 10,000", "5"],
  );
  assertEquals(
    text(wholeNumberFlag({ ...shown, from: 1, otherwise: "all" })),
    ["at least 1", "all"],
  );
  assertEquals(text(choiceFlag(["a", "b"], shown)), ["a, b", undefined]);
  assertEquals(text(pathFlag(shown)), [undefined, undefined]);
});

Deno.test("pathFrom() starts where the user is", () => {
  const elsewhere = join(Deno.cwd(), "tests");
  assertEquals(pathFrom("--data", "x", elsewhere), join(elsewhere, "x"));
  assertEquals(pathFrom("--data", "x", Deno.cwd()), "x");
  assertEquals(pathFrom("--data", "x", undefined), "x");
  assertEquals(pathFrom("--data", `${sep}x`, elsewhere), `${sep}x`);
  assertThrows(() => pathFrom("--data", "", elsewhere), UsageError, "empty");
});
