/** A word as a POSIX shell reads it. */
export function quoted(word: string): string {
  return /^[\w./:=\\-]+$/.test(word)
    ? word
    : `'${word.replaceAll("'", "'\\''")}'`;
}

/** The shell command that resumes a run that `deno task train` started with these flags. */
export function resumedTraining(args: readonly string[]): string {
  const flags = args.filter((arg) => arg !== "--resume");
  return ["deno task train --resume", ...flags.map(quoted)].join(" ");
}
