import { assert, assertEquals } from "@std/assert";
import { switchFlag, wholeNumberFlag } from "../../../lib/cli/command/flags.ts";
import { helpText } from "../../../lib/cli/command/help.ts";
import { recipes } from "../../../lib/training/recipes/recipes.ts";
import { trainDeclaration } from "../../../lib/cli/train/flags.ts";

Deno.test("helpText() has usage, what the command does, its flags and its notes", () => {
  const text = helpText({
    name: "paint",
    words: "PICTURE...",
    summary:
      "Paints pictures in many colours, with brushes of all sizes, on paper, wood or canvas.\n\nOr not.",
    flags: {
      coats: wholeNumberFlag({
        value: "N",
        help: "coats",
        from: 1,
        default: 2,
      }),
      dry: switchFlag({
        help:
          "let it dry before the next coat, which takes about as long as it takes",
        needs: { flag: "coats" },
      }),
      brushThickness: wholeNumberFlag({
        value: "MM",
        help: "width",
        from: 1,
        to: 1000,
      }),
    },
    notes: "Ends with 0.",
  });
  assertEquals(
    text,
    `deno task paint PICTURE... [flags]

Paints pictures in many colours, with brushes of all sizes, on paper, wood or
canvas.

Or not.

  --coats N  coats (at least 1; default: 2)
  --dry      with --coats: let it dry before the next coat, which takes about as
             long as it takes
  --brush-thickness MM
             width (1 to 1,000)
  --help     show this

Ends with 0.`,
  );
});

Deno.test("helpText() stays within 80 columns", () => {
  const lines = helpText(trainDeclaration(recipes)).split("\n");
  for (const line of lines) assert(line.length <= 80, line);
});
