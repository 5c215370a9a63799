/** How far a download of the library is. */
export interface Progress {
  /** `wait`: another process is downloading it. */
  phase: "download" | "unpack" | "wait";
  /** Bytes so far; seconds so far while waiting. */
  done: number;
  /** Total bytes; undefined while waiting. */
  total: number | undefined;
}

/** Receives progress and notes. */
export interface Reporter {
  /** Called often while a download runs. */
  onProgress(progress: Progress): void;
  /** Called with one line of text. */
  onNote(line: string): void;
}

const VERBS = { download: "Downloading", unpack: "Unpacking", wait: "Waiting" };
const BAR_CELLS = 24;

/**
 * Formats progress: `Downloading TensorFlow  45% |██████      | 123/274 MB`.
 */
export function progressLine({ phase, done, total }: Progress): string {
  const verb = `${VERBS[phase]} TensorFlow`;
  if (total === undefined) {
    return `Waiting for TensorFlow: ${Math.floor(done)} s`;
  }
  const share = total > 0 ? Math.min(done / total, 1) : 1;
  const percent = String(Math.floor(share * 100)).padStart(3);
  const bar = "█".repeat(Math.floor(share * BAR_CELLS)).padEnd(BAR_CELLS);
  const megabytes = `${Math.round(done / 1e6)}/${Math.round(total / 1e6)} MB`;
  return `${verb.padEnd(22)} ${percent}% |${bar}| ${megabytes}`;
}

/**
 * Reports to standard error: a progress bar and notes on a terminal, only notes
 * elsewhere (a file, a pipe, a notebook).
 */
export function stderrReporter(
  write: (text: string) => void = writeStderr,
  terminal: boolean = Deno.stderr.isTerminal(),
): Reporter {
  let drawn = 0;
  let last = -Infinity;
  return {
    onProgress(progress) {
      if (!terminal) return;
      const finished = progress.done === progress.total;
      if (!finished && performance.now() - last < 100) return;
      last = performance.now();
      const line = progressLine(progress);
      write(`\r${line.padEnd(drawn)}`);
      drawn = line.length;
      if (finished) {
        write("\n");
        drawn = 0;
      }
    },
    onNote(line) {
      write(drawn > 0 ? `\n${line}\n` : `${line}\n`);
      drawn = 0;
    },
  };
}

function writeStderr(text: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(text));
}
