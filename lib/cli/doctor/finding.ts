/** The state of one thing that training or the notebooks need. */
export interface Finding {
  /** For example `Python`. */
  name: string;
  ok: boolean;
  /** Version and place, or what is wrong. */
  text: string;
  /** The command that installs or repairs it. */
  command?: string;
  /** Whether training can run on it in reasonable time. */
  trains?: boolean;
}

const NAME_WIDTH = 11;
const INDENT = " ".repeat("missing  ".length + NAME_WIDTH);

/** The finding as lines of text, of which the first starts with ok or missing. */
export function findingText(finding: Finding): string {
  const word = finding.ok ? "ok" : "missing";
  const [first, ...more] = finding.text.split("\n");
  return [
    `${word.padEnd(9)}${finding.name.padEnd(NAME_WIDTH)}${first}`,
    ...more.map((line) => INDENT + line),
    ...(finding.command ? [`${INDENT}get it: ${finding.command}`] : []),
  ].join("\n");
}
