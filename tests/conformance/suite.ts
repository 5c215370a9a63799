/**
 * Runs the specs of @tensorflow/tfjs-core on our backend.
 *
 * @module
 */
import jasmineCore from "jasmine-core";
import { tensorFlowBackend } from "../../lib/tensorflow/backend/active.ts";
import { init } from "../../lib/tensorflow/mod.ts";
import { loadTests } from "./bundle.ts";
import { Gradients } from "./gradients.ts";
import type { SpecOutcome } from "./spec_outcome.ts";

/** Jasmine's result of a spec. */
interface SpecResult {
  readonly fullName: string;
  readonly status: "passed" | "failed" | "pending" | "excluded";
  readonly failedExpectations: readonly { readonly message: string }[];
}

interface JasmineEnv {
  clearReporters(): void;
  addReporter(reporter: {
    specStarted(): void;
    specDone(result: SpecResult): void;
  }): void;
  configure(configuration: {
    random?: boolean;
    autoCleanClosures?: boolean;
    specFilter?: (spec: { getFullName(): string }) => boolean;
  }): void;
  execute(): Promise<{ overallStatus: string }>;
}

/** The suffix that `describeWithFlags` adds to a spec's name. */
const ENVIRONMENT = " tensorflow {}";

/** The loaded suite of specs. */
export class Suite {
  readonly #env: JasmineEnv;
  readonly #gradients = new Gradients();
  #outcomes: SpecOutcome[] = [];
  #before = { handles: 0, data: 0 };

  private constructor(env: JasmineEnv, readonly version: string) {
    this.#env = env;
    env.clearReporters();
    env.addReporter({
      specStarted: () => this.#started(),
      specDone: (result) => this.#done(result),
    });
  }

  /** Loads TensorFlow and the tests. */
  static async load(): Promise<Suite> {
    const { version } = await init();
    const jasmine = jasmineCore.boot(jasmineCore) as {
      getEnv(): JasmineEnv;
    };
    const env = jasmine.getEnv();
    // In the order of declaration, and runnable more than once
    env.configure({ random: false, autoCleanClosures: false });
    const suite = new Suite(env, version);
    const tests = await loadTests();
    tests.jasmineUtil.setTestEnvs([{
      name: "tensorflow",
      backendName: "tensorflow",
      flags: {},
      isDataSync: true,
    }]);
    await tests.load();
    return suite;
  }

  /**
   * Runs the specs that pass the filter, in the order of declaration.
   *
   * @param compiled Whether gradients are taken inside `compile()`.
   */
  async run(
    filter: (name: string) => boolean = () => true,
    compiled = false,
  ): Promise<SpecOutcome[]> {
    this.#outcomes = [];
    this.#env.configure({
      specFilter: (spec) => filter(shorten(spec.getFullName())),
    });
    using _compiling = compiled ? this.#gradients.compile() : undefined;
    using _quiet = silenceConsole();
    await this.#env.execute();
    return this.#outcomes;
  }

  #started(): void {
    this.#gradients.start();
    this.#before = count();
  }

  #done({ fullName, status, failedExpectations }: SpecResult): void {
    const taken = this.#gradients.end();
    if (status === "excluded") return;
    const { handles, data } = count();
    this.#outcomes.push({
      name: shorten(fullName),
      status,
      messages: failedExpectations.map(({ message }) => message),
      ...taken,
      leakedHandles: Math.max(
        0,
        handles - this.#before.handles - Math.max(0, data - this.#before.data),
      ),
    });
  }
}

function shorten(fullName: string): string {
  return fullName.replace(ENVIRONMENT, "");
}

/** Counts TensorFlow's live handles and TensorFlow.js's live data. */
function count(): { handles: number; data: number } {
  const backend = tensorFlowBackend();
  if (!backend) return { handles: 0, data: 0 };
  return { handles: backend.binding.tensors.size, data: backend.numDataIds() };
}

/** Discards what specs print. */
function silenceConsole(): Disposable {
  const { log, warn } = console;
  console.log = console.warn = () => {};
  return {
    [Symbol.dispose]() {
      Object.assign(console, { log, warn });
    },
  };
}
