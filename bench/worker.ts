import { TextLineStream } from "./workers/lines.ts";

/** A program that takes part in the benchmark. */
export interface Contender {
  /** Its row in the table. */
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly environment?: Record<string, string>;
}

/** A running contender. It idles between runs, while others are timed. */
export class Worker implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #lines: AsyncIterator<string>;
  /** What it printed when it was ready: versions and the time of its first step. */
  readonly greeting: string;
  /** Seconds that the first step took, including recording or compiling. */
  readonly firstStep: number;
  /** Seconds from the start of the process until its first step began. */
  readonly startUp: number;

  private constructor(
    process: Deno.ChildProcess,
    lines: AsyncIterator<string>,
    greeting: string,
    seconds: number,
  ) {
    this.#process = process;
    this.#input = process.stdin.getWriter();
    this.#lines = lines;
    this.greeting = greeting;
    this.firstStep = Number(/first step ([\d.]+) s$/.exec(greeting)?.[1]);
    this.startUp = seconds - this.firstStep;
  }

  /**
   * Starts a contender and waits until its first step is done.
   *
   * @throws {Error} If it exits before that, with the last line it printed
   */
  static async start(contender: Contender): Promise<Worker> {
    const started = performance.now();
    const [program, ...args] = contender.command;
    const process = new Deno.Command(program, {
      args,
      env: contender.environment,
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const errors = new Response(process.stderr).text();
    const lines = process.stdout
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new TextLineStream())[Symbol.asyncIterator]();
    while (true) {
      const { value, done } = await lines.next();
      if (done) {
        const last = (await errors).trim().split("\n").at(-1);
        throw new Error(`Cannot start ${contender.name}: ${last}`);
      }
      if (value.startsWith("ready ")) {
        return new Worker(
          process,
          lines,
          value.slice("ready ".length),
          (performance.now() - started) / 1000,
        );
      }
    }
  }

  /**
   * Runs a number of steps.
   *
   * @returns The seconds they took, and the share of that time spent outside
   *   TensorFlow, if the contender measures it
   */
  async run(steps: number): Promise<{ seconds: number; outside?: number }> {
    await this.#input.write(new TextEncoder().encode(`${steps}\n`));
    const { value } = await this.#lines.next();
    const [seconds, outside] = String(value).split(" ").map(Number);
    return { seconds, outside };
  }

  /** Peak resident memory of the process in MiB. */
  async memory(): Promise<number> {
    await this.#input.write(new TextEncoder().encode("memory\n"));
    return Number((await this.#lines.next()).value);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.#process.status;
  }
}
