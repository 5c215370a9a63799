/**
 * One task of a cluster, for mod_test.ts: checks every collective, then reduces
 * until another task fails.
 *
 *     deno run … task.ts '{"workers": ["127.0.0.1:2222", …], "task": 0}'
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { cluster, compile, init, tf } from "../../../lib/tensorflow/mod.ts";

/** What every collective gives, for the tensors of `task`. */
function collectives(task: number): tf.Tensor[] {
  const x = tf.tensor2d([[task + 1, 2 * task]]);
  const gradient = (f: (x: tf.Tensor) => tf.Tensor) => tf.grad(f)(x);
  return [
    cluster.allReduce(x),
    cluster.allReduce(x, "mean"),
    cluster.allReduce(x, "max"),
    cluster.allReduce(tf.scalar(task + 1, "int32")),
    cluster.allGather(x),
    cluster.broadcast(x),
    cluster.broadcast(x, { root: 1 }),
    gradient((x) => cluster.allReduce(x.square()).square()),
    gradient((x) => cluster.allReduce(x.square(), "mean")),
    gradient((x) => cluster.allReduce(x, "max")),
    gradient((x) => cluster.allGather(x).square()),
    gradient((x) => cluster.broadcast(x).square()),
  ];
}

/** The same by hand, for two tasks. */
function expected(task: number): unknown[] {
  return [
    [[3, 2]],
    [[1.5, 1]],
    [[2, 2]],
    3,
    [[1, 0], [2, 2]],
    [[1, 0]],
    [[2, 2]],
    // Of both tasks' sums: 2 · (2 · (1 + 4), 2 · (0 + 4)) · 2 x
    [[40 * (task + 1), 32 * 2 * task]],
    [[2 * (task + 1), 4 * task]],
    [[2 * task, 2 * task]],
    [[4 * (task + 1), 8 * task]],
    task === 0 ? [[4, 0]] : [[0, 0]],
  ];
}

if (import.meta.main) {
  try {
    const options = JSON.parse(Deno.args[0]);
    await init({ cluster: options, threads: { interOp: 1, intraOp: 1 } });
    const { task } = options;
    const { isChief, rank, size } = cluster.currentCluster();
    assertEquals([isChief, rank, size], [task === 0, task, 2]);
    const values = (tensors: tf.Tensor[]) => tensors.map((t) => t.arraySync());
    assertEquals(values(collectives(task)), expected(task));
    using recorded = compile(() => collectives(task));
    assertEquals(values(recorded()), expected(task));
    assertEquals(values(await recorded.async()), expected(task));
    cluster.barrier();
    console.log("checked");
    using reduce = compile((x: tf.Tensor) => cluster.allReduce(x));
    for (const x = tf.ones([1000]);;) (await reduce.async(x)).dispose();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const reason = error.cause instanceof Error ? error.cause.message : "";
    console.log(`${error.name}: ${error.message}\n${reason}`);
    Deno.exit(7);
  }
}
