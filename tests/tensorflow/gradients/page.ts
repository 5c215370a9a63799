/**
 * Writes docs/gradients.md from the table of gradients that the tests check.
 *
 *     deno task docs:gradients
 *
 * @module
 */
import { formatMarkdown } from "../../../docs/commands.ts";
import { gradientCases } from "./cases/mod.ts";
import { withoutCase } from "./cases/exceptions.ts";

const PAGE = new URL("../../../docs/gradients.md", import.meta.url);

/** The operation that a case's name begins with. */
export function operationOf(name: string): string {
  return /^[\w.]+/.exec(name)![0];
}

const introduction = (operations: number) =>
  `# Gradients

<!-- Written by deno task docs:gradients; change tests/tensorflow/gradients/cases, not this page -->

${gradientCases.length} cases of ${operations} operations. For each, a test compares the
gradient by every input with finite differences, op by op, and the gradient that
\`compile()\` records with the one op by op
([mod_test.ts](../tests/tensorflow/gradients/mod_test.ts)). "Its gradient" stands
for the second derivative. Gradients that TensorFlow.js lacks, or has wrong, are in
[lib/tensorflow/gradients](../lib/tensorflow/gradients/mod.ts). Those of
\`tf.linalg\`'s decompositions have
[tests of their own](../tests/tensorflow/linalg/mod_test.ts).

Where a function has no derivative: the Euclidean norm of zeros has the gradient 0,
as in PyTorch (TensorFlow and TensorFlow.js answer NaN), and so has x⁰ at 0. Of
several largest numbers each gets the whole gradient of \`tf.max\`, as TensorFlow.js
specifies; TensorFlow divides it among them.`;

/** The page's text, as \`deno fmt\` leaves it. */
export async function gradientsPage(): Promise<string> {
  const names = Map.groupBy(gradientCases, ([name]) => operationOf(name));
  const rows = [...names].sort(([a], [b]) => a < b ? -1 : 1).map((
    [operation, cases],
  ) => {
    const variants = cases.map(([name]) =>
      name.slice(operation.length).replace(/^,? /, "") || "plain"
    );
    return [
      `\`${operation}\``,
      variants.join("; ").replaceAll("|", "\\|"),
      "✓",
      "✓",
    ];
  });
  const others = withoutCase.map(([reason, operations]) => [
    operations.map((name) => `\`${name}\``).join(", "),
    reason,
  ]);
  return await formatMarkdown([
    introduction(names.size),
    table(["Operation", "Cases", "Finite differences", "Recorded"], rows),
    "## Without a gradient of their own",
    table(["Operations", "Why"], others),
  ].join("\n\n"));
}

function table(titles: readonly string[], rows: readonly string[][]): string {
  return [titles, titles.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

if (import.meta.main) await Deno.writeTextFile(PAGE, await gradientsPage());
