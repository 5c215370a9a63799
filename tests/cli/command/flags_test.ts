import { assertEquals, assertThrows } from "@std/assert";
import { join, sep } from "node:path";
import {
  oneOf,
  parseFlags,
  pathFrom,
  UsageError,
  wholeNumber,
} from "../../../lib/cli/command/flags.ts";

const options = {
  "epochs": { type: "string" },
  "help": { type: "boolean" },
} as const;

function refusal(args: string[]): string {
  const error = assertThrows(
    () => parseFlags(args, options, "deno task train"),
    UsageError,
  );
  assertEquals(error.message.includes("\n"), false);
  return error.message;
}

Deno.test("parseFlags() reads flags in both forms", () => {
  const read = (...args: string[]) =>
    parseFlags(args, options, "x").values.epochs;
  assertEquals(read("--epochs", "3"), "3");
  assertEquals(read("--epochs=3"), "3");
  assertEquals(read("--help"), undefined);
});

Deno.test("parseFlags() leaves a negative number to the check of its flag", () => {
  const { values } = parseFlags(["--epochs", "-1"], options, "x");
  assertEquals(values.epochs, "-1");
});

Deno.test("parseFlags() says in one line what it does not know", () => {
  assertEquals(
    refusal(["--epoch", "3"]),
    "Unknown option '--epoch'; see deno task train --help",
  );
  assertEquals(
    refusal(["three"]),
    "Unexpected argument 'three'; see deno task train --help",
  );
  assertEquals(
    refusal(["--epochs"]),
    "Option '--epochs <value>' argument missing; see deno task train --help",
  );
});

Deno.test("parseFlags() gives arguments that are no flags where they are allowed", () => {
  const { positionals } = parseFlags(["a.png", "b.png"], options, "x", true);
  assertEquals(positionals, ["a.png", "b.png"]);
});

Deno.test("wholeNumber() takes whole numbers in range alone", () => {
  assertEquals(wholeNumber("epochs", "15", 1), 15);
  assertEquals(wholeNumber("epochs", undefined, 1), undefined);
  for (const value of ["0", "-1", "1.5", "1e3", "x", "", " 1", "0x10"]) {
    assertThrows(
      () => wholeNumber("epochs", value, 1),
      UsageError,
      `Cannot use --epochs: it must be a whole number of at least 1: current value is "${value}"`,
    );
  }
  assertThrows(
    () => wholeNumber("seed", "11", 0, 10),
    UsageError,
    "from 0 to 10",
  );
});

Deno.test("oneOf() lists the words", () => {
  assertEquals(oneOf("backend", "cpu", ["webgpu", "cpu"]), "cpu");
  assertEquals(oneOf("backend", undefined, ["cpu"]), undefined);
  assertThrows(
    () => oneOf("backend", "gpu", ["webgpu", "cpu"]),
    UsageError,
    'Cannot use --backend: it must be webgpu or cpu: current value is "gpu"',
  );
});

Deno.test("pathFrom() starts where the user is", () => {
  const elsewhere = join(Deno.cwd(), "tests");
  assertEquals(pathFrom("--data", "x", elsewhere), join(elsewhere, "x"));
  assertEquals(pathFrom("--data", "x", Deno.cwd()), "x");
  assertEquals(pathFrom("--data", "x", undefined), "x");
  assertEquals(pathFrom("--data", `${sep}x`, elsewhere), `${sep}x`);
  assertEquals(pathFrom("--data", undefined, elsewhere), undefined);
  assertThrows(() => pathFrom("--data", "", elsewhere), UsageError, "empty");
});
