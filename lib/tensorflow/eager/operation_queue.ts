import { Status } from "../ffi/status.ts";
import type { Address } from "../ffi/symbols.ts";
import type { Runtime } from "./runtime.ts";

/**
 * Operations that run one after another on a thread of TensorFlow's own: a
 * `TFE_Executor`. An output can be the input of the next operation before it has
 * a value, so the thread goes from one to the next without a turn of JavaScript.
 */
export class OperationQueue implements Disposable {
  readonly #runtime: Runtime;
  readonly #executor: Address;
  /** What runs operations at once, on the thread of JavaScript. */
  readonly #atOnce: Address;
  #disposed = false;

  constructor(runtime: Runtime) {
    const { library, context } = runtime;
    this.#runtime = runtime;
    this.#atOnce = library.TFE_ContextGetExecutorForThread(context);
    this.#executor = library.TFE_NewExecutor(1, 0, 0);
  }

  /**
   * Puts the operations that a function makes and executes at the end. They may
   * be deleted, and their inputs freed, before they have run.
   */
  add<Outputs>(execute: () => Outputs): Outputs {
    const { library, context } = this.#runtime;
    // An operation belongs to the executor in whose time it was made
    library.TFE_ContextSetExecutorForThread(context, this.#executor);
    try {
      return execute();
    } catch (error) {
      // It may be of an operation before it
      library.TFE_ExecutorClearError(this.#executor);
      throw error;
    } finally {
      library.TFE_ContextSetExecutorForThread(context, this.#atOnce);
    }
  }

  /**
   * Resolves when an operation has run, the event loop free meanwhile.
   *
   * @param output Of its outputs, not to be freed before; without any, all
   * operations are waited for.
   * @param describe What was tried; called only on failure.
   * @throws {TensorFlowError} if the operation failed. Those that waited behind
   * it are left out, and fail too.
   */
  async wait(output: Address | undefined, describe: () => string) {
    const { library } = this.#runtime;
    using status = new Status(library);
    if (output === undefined) {
      await library.TFE_ExecutorWaitForAllPendingNodes(
        this.#executor,
        status.address,
      );
    } else {
      // The value is of no use here, but nothing else waits for one output
      const tensor = await library.TFE_TensorHandleResolveAsync(
        output,
        status.address,
      );
      if (tensor !== 0n) library.TF_DeleteTensor(tensor);
    }
    try {
      status.check(describe);
    } catch (error) {
      await this.#recover();
      throw error;
    }
  }

  /** Takes operations again after one has failed. */
  async #recover(): Promise<void> {
    if (this.#disposed) return;
    const { library } = this.#runtime;
    using status = new Status(library);
    // Outputs fail before the queue knows, and what is not there can't be cleared
    await library.TFE_ExecutorWaitForAllPendingNodes(
      this.#executor,
      status.address,
    );
    if (!this.#disposed) library.TFE_ExecutorClearError(this.#executor);
  }

  /** Waits for what is left. */
  [Symbol.dispose](): void {
    const { library } = this.#runtime;
    this.#disposed = true;
    library.TFE_DeleteExecutor(this.#executor);
    library.TFE_DeleteExecutor(this.#atOnce);
  }
}
