import { Status } from "../ffi/status.ts";
import type { Address } from "../ffi/symbols.ts";
import type { Runtime } from "./runtime.ts";

/** Frees queues that nobody disposed. */
const abandoned = new FinalizationRegistry<() => void>((free) => free());

/**
 * A queue of operations that run in order on a thread of TensorFlow's: a
 * `TFE_Executor`. An operation may use outputs that are not computed yet, so
 * the thread goes from one to the next without waiting for JavaScript.
 */
export class OperationQueue implements Disposable {
  readonly #runtime: Runtime;
  readonly #executor: Address;
  /** The default executor, which runs operations on JavaScript's thread. */
  readonly #synchronous: Address;
  /** How many threads wait for an operation. */
  #waits = 0;
  #disposed = false;
  readonly #delete: () => void;

  constructor(runtime: Runtime) {
    const { library, context } = runtime;
    this.#runtime = runtime;
    this.#synchronous = library.TFE_ContextGetExecutorForThread(context);
    this.#executor = library.TFE_NewExecutor(1, 0, 0);
    this.#delete = deletion(runtime, [this.#executor, this.#synchronous]);
    abandoned.register(this, this.#delete, this);
  }

  /**
   * Queues the operations that a function executes. The operations may be
   * deleted and their inputs freed before they have run.
   */
  add<Outputs>(execute: () => Outputs): Outputs {
    const { library, context } = this.#runtime;
    // An operation belongs to the executor that is set when it is created
    library.TFE_ContextSetExecutorForThread(context, this.#executor);
    this.#runtime.isQueueing = true;
    try {
      return execute();
    } catch (error) {
      // The error may be an earlier operation's. An output fails before the queue
      // does, and only the queue's error can be cleared
      using status = new Status(library);
      library.TFE_ExecutorWaitForAllPendingNodes(
        this.#executor,
        status.address,
      );
      library.TFE_ExecutorClearError(this.#executor);
      throw error;
    } finally {
      this.#runtime.isQueueing = false;
      library.TFE_ContextSetExecutorForThread(context, this.#synchronous);
    }
  }

  /**
   * Waits for an operation while the event loop stays free.
   *
   * @param output One of its outputs, which must not be freed in the meantime;
   * undefined waits for all operations.
   * @param describe Describes the operation; called only on failure.
   * @throws {TensorFlowError} if the operation fails. TensorFlow skips those
   * behind it, which fail, too.
   */
  async wait(
    output: Address | undefined,
    describe: () => string,
  ): Promise<void> {
    this.#waits++;
    try {
      await this.#wait(output, describe);
    } finally {
      this.#waits--;
      if (this.#disposed) this.#free();
    }
  }

  async #wait(output: Address | undefined, describe: () => string) {
    const { library } = this.#runtime;
    using status = new Status(library);
    if (output === undefined) {
      await library.TFE_ExecutorWaitForAllPendingNodesAsync(
        this.#executor,
        status.address,
      );
    } else {
      // The value isn't used, but the C API has no other way to wait for one
      // output
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

  /** Makes the queue usable again after a failure. */
  async #recover(): Promise<void> {
    if (this.#disposed) return;
    const { library } = this.#runtime;
    using status = new Status(library);
    // As in add()
    await library.TFE_ExecutorWaitForAllPendingNodesAsync(
      this.#executor,
      status.address,
    );
    if (!this.#disposed) library.TFE_ExecutorClearError(this.#executor);
  }

  /** Waits for the remaining operations. */
  [Symbol.dispose](): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#free();
  }

  /** Frees the queue, unless a thread still uses it. */
  #free(): void {
    if (this.#waits > 0) return;
    abandoned.unregister(this);
    this.#delete();
  }
}

/** Deletes executors; it must not refer to their queue. */
function deletion(
  { library }: Runtime,
  executors: readonly Address[],
): () => void {
  return () => {
    for (const executor of executors) library.TFE_DeleteExecutor(executor);
  };
}
