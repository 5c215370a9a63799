/** What the doctor found out about one thing. */
export interface Finding {
  /** The thing: `Python`. */
  name: string;
  ok: boolean;
  /** What was found, or what is wrong. */
  text: string;
  /** The command that mends it. */
  command?: string;
  /** Whether training can run on it, and in reasonable time. */
  trains?: boolean;
}

const NAME_WIDTH = 11;
const INDENT = " ".repeat("missing  ".length + NAME_WIDTH);

/** The finding as lines of text: the first one says ok or missing. */
export function findingText(finding: Finding): string {
  const word = finding.ok ? "ok" : "missing";
  const [first, ...more] = finding.text.split("\n");
  return [
    `${word.padEnd(9)}${finding.name.padEnd(NAME_WIDTH)}${first}`,
    ...more.map((line) => INDENT + line),
    ...(finding.command ? [`${INDENT}get it: ${finding.command}`] : []),
  ].join("\n");
}
