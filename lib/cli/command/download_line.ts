import type { DownloadProgress } from "../../data/download/mirrors.ts";
import {
  type ProgressTarget,
  stderrTarget,
} from "../../terminal/progress_bar.ts";

/** Seconds between two drawings. */
const INTERVAL = 0.1;

/**
 * Shows downloads on standard error: on a terminal, a line that is redrawn at most ten
 * times a second; elsewhere, one line per file.
 *
 * @param now A clock in seconds.
 */
export function downloadReporter(
  target: ProgressTarget = stderrTarget(),
  now: () => number = () => performance.now() / 1000,
): (progress: DownloadProgress) => void {
  let drawnAt = -Infinity;
  let drawnLength = 0;
  return ({ file, receivedBytes, totalBytes }) => {
    const finished = receivedBytes === totalBytes;
    if (!finished && (!target.live || now() - drawnAt < INTERVAL)) return;
    drawnAt = now();
    const line = `Downloading ${file}: ${amount(receivedBytes, totalBytes)}`;
    target.write(
      target.live ? `\r${line.padEnd(drawnLength)}` : line,
    );
    drawnLength = finished ? 0 : line.length;
    if (finished) target.write("\n");
  };
}

function amount(received: number, total: number | undefined): string {
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  return total === undefined
    ? `${megabytes(received)} MB`
    : `${Math.floor(100 * received / total)}% of ${megabytes(total)} MB`;
}
