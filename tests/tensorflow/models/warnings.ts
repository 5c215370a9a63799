/** Collects what is written to stderr. */
export async function warnings(fn: () => unknown): Promise<string[]> {
  const { warn } = console;
  const lines: string[] = [];
  console.warn = (line: string) => lines.push(line);
  try {
    await fn();
  } finally {
    console.warn = warn;
  }
  return lines;
}
