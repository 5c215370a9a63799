import { assertEquals, assertThrows } from "@std/assert";
import {
  type Command,
  readArguments,
} from "../../../lib/cli/command/arguments.ts";
import {
  switchFlag,
  UsageError,
  wholeNumberFlag,
} from "../../../lib/cli/command/flags.ts";

const number = { value: "N", help: "help", from: 1 };

const TRAIN = {
  name: "train",
  summary: "Trains.",
  flags: {
    batchSize: wholeNumberFlag(number),
    validation: switchFlag({ help: "help" }),
    resume: switchFlag({ help: "help" }),
    patience: wholeNumberFlag({
      ...number,
      needs: { flag: "validation", unless: "resume", reason: "so it is" },
    }),
  },
} satisfies Command;

function refusal(args: string[], command: Command = TRAIN): string {
  const { message } = assertThrows(
    () => readArguments(command, args),
    UsageError,
  );
  assertEquals(message.includes("\n"), false);
  return message;
}

Deno.test("readArguments() reads flags in both forms, by their names in camel case", () => {
  const read = (...args: string[]) => readArguments(TRAIN, args)?.flags;
  assertEquals(read("--batch-size", "3")?.batchSize, 3);
  assertEquals(read("--batch-size=3")?.batchSize, 3);
  assertEquals(read("--resume"), {
    batchSize: undefined,
    validation: false,
    resume: true,
    patience: undefined,
  });
});

Deno.test("readArguments() returns undefined for --help, even beside a wrong value", () => {
  assertEquals(
    readArguments(TRAIN, ["--help", "--batch-size", "0"]),
    undefined,
  );
  assertEquals(
    refusal(["--help", "--nonsense"]),
    "Unknown option '--nonsense'; see deno task train --help",
  );
});

Deno.test("readArguments() leaves a negative number to the check of its flag", () => {
  assertEquals(
    refusal(["--batch-size", "-1"]),
    'Cannot use --batch-size: it must be a whole number of at least 1: current value is "-1"',
  );
});

Deno.test("readArguments() says in one line what it does not know", () => {
  assertEquals(
    refusal(["--epoch", "3"]),
    "Unknown option '--epoch'; see deno task train --help",
  );
  assertEquals(
    refusal(["three"]),
    "Unexpected argument 'three'; see deno task train --help",
  );
  assertEquals(
    refusal(["--batch-size"]),
    "Option '--batch-size <value>' argument missing; see deno task train --help",
  );
});

Deno.test("readArguments() gives words to a command that takes them", () => {
  const command = { ...TRAIN, words: "IMAGE.png..." };
  const given = readArguments(command, ["a.png", "--resume", "b.png"]);
  assertEquals(given?.words, ["a.png", "b.png"]);
});

Deno.test("readArguments() refuses a flag without the one that it needs", () => {
  assertEquals(
    refusal(["--patience", "3"]),
    "Cannot train: --patience must come with --validation: it is missing; so it is",
  );
  for (const other of ["--validation", "--resume"]) {
    const given = readArguments(TRAIN, ["--patience", "3", other]);
    assertEquals(given?.flags.patience, 3);
  }
});
