/**
 * A progress bar in the layout of tqdm (https://tqdm.github.io), which most users
 * know: `loss=0.25 batch_id=9: 100%|███| 10/10 [00:01<00:00, 9.80it/s]`.
 *
 * @module
 */
import { pythonFixed } from "./python_format.ts";

/** The state that a bar shows. */
export interface Meter {
  /** Text before the bar. */
  readonly description: string;
  /** Iterations done. */
  readonly done: number;
  /** Iterations in all. */
  readonly total: number;
  /** Iterations done before the start. Default 0. */
  readonly initial?: number;
  /** Seconds since the start. */
  readonly elapsed: number;
  /** Iterations a second. Default: the mean since the start. */
  readonly rate?: number;
  /** Width of the line in columns. Default: ten for the bar itself. */
  readonly columns?: number;
}

/** Cells that are 0 to 8 eighths full. */
const EIGHTHS = [..." ▏▎▍▌▋▊▉█"];
const DEFAULT_CELLS = 10;

/** Whole seconds as `mm:ss`, or `h:mm:ss` from an hour on. */
export function formatInterval(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const rest = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/** A bar as one line of text, at most `columns` wide. */
export function formatMeter(meter: Meter): string {
  const { description, done, total, initial = 0, elapsed, columns } = meter;
  const rate = meter.rate ?? (elapsed > 0 ? (done - initial) / elapsed : 0);
  const remaining = rate > 0 ? formatInterval((total - done) / rate) : "?";
  const fraction = total > 0 ? done / total : 1;
  const percentage = pythonFixed(fraction * 100, 0).padStart(3);
  const left = `${description === "" ? "" : `${description}: `}${percentage}%|`;
  const right = `| ${done}/${total} [${formatInterval(elapsed)}<${remaining}, ${
    formatRate(rate)
  }]`;
  if (columns === undefined) {
    return left + formatBar(fraction, DEFAULT_CELLS) + right;
  }
  const cells = Math.max(1, columns - left.length - right.length);
  return (left + formatBar(fraction, cells) + right).slice(0, columns);
}

/** `64.21it/s`, or ` 2.50s/it` if an iteration takes over a second. */
function formatRate(rate: number): string {
  if (!(rate > 0)) return "?it/s";
  return rate < 1
    ? `${pythonFixed(1 / rate, 2).padStart(5)}s/it`
    : `${pythonFixed(rate, 2).padStart(5)}it/s`;
}

function formatBar(fraction: number, cells: number): string {
  const eighths = Math.floor(Math.min(1, fraction) * cells * 8);
  const full = Math.floor(eighths / 8);
  const bar = "█".repeat(full);
  return full < cells ? (bar + EIGHTHS[eighths % 8]).padEnd(cells) : bar;
}

/**
 * The rate over the last few updates: the ratio of two exponential moving averages
 * with factor 0.3, as in tqdm.
 */
export class SmoothedRate {
  #iterations = 0;
  #seconds = 0;

  /** Adds iterations, and the seconds that they took. */
  update(iterations: number, seconds: number): void {
    const factor = 0.3;
    this.#iterations += factor * (iterations - this.#iterations);
    this.#seconds += factor * (seconds - this.#seconds);
  }

  /** Iterations a second; undefined before the first update. */
  get value(): number | undefined {
    // Both averages start at 0; the correction for it cancels out in their ratio
    return this.#seconds > 0 ? this.#iterations / this.#seconds : undefined;
  }
}

/** Where a bar is drawn. */
export interface ProgressTarget {
  /** Whether a line can be overwritten, as on a terminal. */
  readonly live: boolean;
  /** The current width in columns, if known. */
  columns?(): number | undefined;
  write(text: string): void;
}

/** Standard error: live on a terminal; elsewhere each bar is drawn once, at its end. */
export function stderrTarget(): ProgressTarget {
  const encoder = new TextEncoder();
  return {
    live: Deno.stderr.isTerminal(),
    columns: () => {
      try {
        return Deno.consoleSize().columns || undefined;
      } catch {
        return undefined; // A terminal that does not know its size
      }
    },
    write: (text) => {
      try {
        Deno.stderr.writeSync(encoder.encode(text));
      } catch {
        // A run goes on when its terminal is closed
      }
    },
  };
}

/** Seconds between two drawings: at most ten a second. */
const INTERVAL = 0.1;

/** Draws the progress of a known number of iterations. */
export class ProgressBar {
  #target: ProgressTarget;
  #total: number;
  #initial: number;
  #now: () => number;
  #start: number;
  #drawnAt: number;
  #drawnDone: number;
  #drawnLength = 0;
  #rate = new SmoothedRate();
  #done = 0;
  #description = "";

  /**
   * @param total Iterations in all.
   * @param now A clock in seconds.
   * @param initial Iterations done before the start.
   */
  constructor(
    total: number,
    target: ProgressTarget = stderrTarget(),
    now: () => number = () => performance.now() / 1000,
    initial = 0,
  ) {
    this.#total = total;
    this.#initial = this.#drawnDone = initial;
    this.#target = target;
    this.#now = now;
    this.#start = this.#drawnAt = now();
  }

  /** Sets the progress; draws it at most ten times a second. */
  update(done: number, description: string): void {
    this.#done = done;
    this.#description = description;
    if (!this.#target.live) return;
    const time = this.#now();
    if (time - this.#drawnAt < INTERVAL) return;
    this.#rate.update(done - this.#drawnDone, time - this.#drawnAt);
    this.#drawnAt = time;
    this.#drawnDone = done;
    this.#draw(this.#rate.value);
  }

  /** Draws the final state with the mean rate, and ends the line. */
  close(): void {
    this.#draw(undefined);
    this.#target.write("\n");
    this.#drawnLength = 0;
  }

  /** Ends the line as it stands, for a run that is interrupted. */
  abandon(): void {
    if (this.#drawnLength > 0) this.#target.write("\n");
    this.#drawnLength = 0;
  }

  #draw(rate: number | undefined): void {
    const line = formatMeter({
      description: this.#description,
      done: this.#done,
      total: this.#total,
      initial: this.#initial,
      elapsed: this.#now() - this.#start,
      rate,
      columns: this.#target.live ? this.#target.columns?.() : undefined,
    });
    if (!this.#target.live) return this.#target.write(line);
    this.#target.write(`\r${line.padEnd(this.#drawnLength)}`);
    this.#drawnLength = line.length;
  }
}
