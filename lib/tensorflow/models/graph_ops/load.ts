/**
 * Loads graph models as TensorFlow.js does, once they are checked and mended.
 *
 * @module
 */
import { tensorFlowBackend } from "../../backend/active.ts";
import { tf } from "../../tfjs.ts";
import { checkedArtifacts } from "./check.ts";
import { withoutSwitchControls } from "./control_inputs.ts";
import { numberOutputs } from "./function_outputs.ts";
import { adoptUnknownOperations, type Graph } from "./unknown.ts";

/** TensorFlow.js's `GraphModel`; some members are private. */
interface GraphModel {
  readonly executor: { readonly graph: Graph };
  load(): boolean | Promise<boolean>;
  loadSync(artifacts: tf.io.ModelArtifacts): boolean;
  loadStreaming(artifacts: tf.io.ModelArtifacts): Promise<boolean>;
}

/** Replaces what loads graph models. */
export function mendLoading(): void {
  const prototype = tf.GraphModel.prototype as unknown as GraphModel;
  const { load, loadSync, loadStreaming } = prototype;
  prototype.load = function () {
    const loaded = load.call(this);
    return typeof loaded === "boolean" ? loaded : loaded.catch(explain);
  };
  prototype.loadSync = function (artifacts) {
    const loaded = loadSync.call(this, mended(artifacts));
    adopt(this);
    return loaded;
  };
  prototype.loadStreaming = async function (artifacts) {
    const loaded = await loadStreaming.call(this, mended(artifacts));
    adopt(this);
    return loaded;
  };
}

function mended(artifacts: tf.io.ModelArtifacts): tf.io.ModelArtifacts {
  const checked = checkedArtifacts(artifacts);
  return tensorFlowBackend()
    ? withoutSwitchControls(numberOutputs(checked))
    : checked;
}

function adopt({ executor }: GraphModel): void {
  if (tensorFlowBackend()) adoptUnknownOperations(executor.graph);
}

function explain(error: unknown): never {
  if (!(error instanceof SyntaxError)) throw error;
  throw new Error(
    `Cannot load a graph model: its model.json must be JSON: ${error.message}; give the file that tensorflowjs_converter writes`,
    { cause: error },
  );
}
