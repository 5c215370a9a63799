/** What `--help` shows, from a command's declaration. @module */
import { type Command, flagName } from "./arguments.ts";
import type { Flag } from "./flags.ts";

const LINE_WIDTH = 80;

/** A longer flag has its text on the lines below it. */
const LONGEST_FLAG = 15;

/** The text of `--help`. */
export function helpText(command: Command): string {
  const rows = [
    ...Object.entries(command.flags)
      .map(([key, flag]) => [flagUsage(key, flag), flagText(flag)]),
    ["--help", "show this"],
  ];
  const lengths = rows.map(([usage]) => usage.length)
    .filter((length) => length <= LONGEST_FLAG);
  const column = Math.max(...lengths) + 4;
  const flags = rows.flatMap(([usage, text]) => {
    const [first, ...rest] = wrap(text, LINE_WIDTH - column);
    const indented = rest.map((line) => " ".repeat(column) + line);
    return usage.length <= LONGEST_FLAG
      ? [`  ${usage}`.padEnd(column) + first, ...indented]
      : [`  ${usage}`, " ".repeat(column) + first, ...indented];
  });
  return [
    commandUsage(command),
    paragraphs(command.summary),
    flags.join("\n"),
    ...command.notes === undefined ? [] : [paragraphs(command.notes)],
  ].join("\n\n");
}

/** How a command is called: `deno task predict IMAGE.png... [flags]`. */
export function commandUsage({ name, words }: Command): string {
  return `deno task ${name}${words === undefined ? "" : ` ${words}`} [flags]`;
}

/** How a flag is given: `--batch-size N`. */
export function flagUsage(key: string, { value }: Flag<unknown>): string {
  return `--${flagName(key)}${value === undefined ? "" : ` ${value}`}`;
}

function flagText({ help, range, otherwise, needs }: Flag<unknown>): string {
  const facts = [
    ...range === undefined ? [] : [range],
    ...otherwise === undefined ? [] : [`default: ${otherwise}`],
  ];
  return [
    ...needs === undefined ? [] : [`with --${needs.flag}:`],
    help,
    ...facts.length === 0 ? [] : [`(${facts.join("; ")})`],
  ].join(" ");
}

function paragraphs(text: string): string {
  return text.split("\n\n")
    .map((paragraph) => wrap(paragraph, LINE_WIDTH).join("\n")).join("\n\n");
}

/** Lines of at most so many characters, broken between words. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${line} ${word}`;
    } else lines.push(word);
  }
  return lines;
}
