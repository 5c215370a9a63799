/**
 * In place of `@tensorflow/tfjs-node`: the engine, ready when it is imported, and
 * `fit()` shows its progress unless it is called with `verbose: 0`. Point
 * `@tensorflow/tfjs-node` and `@tensorflow/tfjs` here in your import map, and import it
 * before packages that `require()` them.
 *
 * ```ts
 * import * as tf from "./tfjs_node.ts";
 *
 * tf.tensor1d([1, 2, 3]).square().print();
 * ```
 *
 * @module
 */
import { init } from "./init.ts";
import * as namespace from "./node/namespace.ts";
import { showProgress } from "./node/published.ts";
import { answerRequire } from "./node/require.ts";

// Before anything is awaited: modules imported next run in the meantime
answerRequire();
await init();
await showProgress();

export * from "./node/namespace.ts";
export default namespace;
