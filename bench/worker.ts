import { TextLineStream } from "./workers/lines.ts";

/** One entry of the table: a program that answers on its standard output. */
export interface Contender {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly environment?: Record<string, string>;
}

/** A running contender: it sits still between runs, so that others can be timed. */
export class Worker implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #lines: AsyncIterator<string>;
  /** What it said of itself when it was ready. */
  readonly greeting: string;
  /** Seconds of its first step, in which graphs are recorded or compiled. */
  readonly firstStep: number;
  /** Seconds from the start of the process to its first step. */
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
   * Starts a contender and waits until it has run its first step.
   *
   * @throws {Error} if it ends before that, with what it wrote last.
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
   * Runs that many steps.
   *
   * @returns The seconds they took, and the share of them spent outside
   * TensorFlow where the contender tells it.
   */
  async run(steps: number): Promise<{ seconds: number; outside?: number }> {
    await this.#input.write(new TextEncoder().encode(`${steps}\n`));
    const { value } = await this.#lines.next();
    const [seconds, outside] = String(value).split(" ").map(Number);
    return { seconds, outside };
  }

  /** The peak of the process's resident memory, in MiB. */
  async memory(): Promise<number> {
    await this.#input.write(new TextEncoder().encode("memory\n"));
    return Number((await this.#lines.next()).value);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.#process.status;
  }
}
