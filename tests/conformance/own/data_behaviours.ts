import { tf } from "../../../lib/tensorflow/mod.ts";
import { count, elements, requireEqual } from "./data_sets.ts";
import type { Spec } from "./spec.ts";

/** What is more than the elements of a data set. */
export const dataBehaviours: readonly Spec[] = [
  {
    name: "data: shuffle keeps every element, in another order",
    run: async () => {
      const list = await elements(count(40).shuffle(40, "1"));
      requireEqual(
        [...list as number[]].sort((a, b) => a - b),
        await elements(count(40)),
      );
      if (JSON.stringify(list) === JSON.stringify(await elements(count(40)))) {
        throw new Error("the order is the same");
      }
    },
  },
  {
    name: "data: size is known through every operation that keeps it known",
    run: () => {
      requireEqual([
        count(5).size,
        count(5).batch(2).size,
        count(5).batch(2, false).size,
        count(5).repeat(2).size,
        count(5).repeat().size === Infinity,
        count(5).take(9).size,
        count(5).skip(2).size,
        count(5).concatenate(count(2)).size,
        tf.data.zip([count(5), count(3)]).size,
        count(5).filter(() => true).size,
      ], [5, 3, 2, 10, true, 5, 3, 7, 3, null]);
      return Promise.resolve();
    },
  },
  {
    name: "data: forEachAsync and iterators give each element once, and again",
    run: async () => {
      const seen: unknown[] = [];
      const data = count(3);
      await data.forEachAsync((n) => seen.push(n));
      const iterator = await data.iterator();
      for (
        let next = await iterator.next();
        !next.done;
        next = await iterator.next()
      ) {
        seen.push(next.value);
      }
      requireEqual(seen, [0, 1, 2, 0, 1, 2]);
    },
  },
  {
    name: "data: a mapped tensor that is taken on is not freed",
    run: async () => {
      const data = count(2).map((n) => tf.scalar(n as number))
        .map((x) => [x, tf.add(x as tf.Tensor, 1)] as tf.TensorContainer);
      requireEqual(await elements(data), [[0, 1], [1, 2]]);
    },
  },
  {
    name: "data: fitDataset() trains on batches of a data set, and evaluates",
    run: async () => {
      const model = tf.sequential({
        layers: [tf.layers.dense({
          units: 1,
          inputShape: [1],
          kernelInitializer: "zeros",
        })],
      });
      const optimizer = tf.train.sgd(0.1);
      model.compile({ optimizer, loss: "meanSquaredError" });
      const data = count(8).map((n) => ({
        xs: [(n as number) / 8],
        ys: [(n as number) / 4],
      })).batch(4) as tf.data.Dataset<tf.TensorContainer>;
      const { history } = await model.fitDataset(data as never, {
        epochs: 40,
        verbose: 0,
      });
      const losses = history.loss as number[];
      if (!(losses.at(-1)! < losses[0] / 20)) {
        throw new Error(`losses ${losses}`);
      }
      const loss = await model.evaluateDataset(data as never, {}) as tf.Scalar;
      if (!(loss.dataSync()[0] < losses[0] / 20)) throw new Error("evaluation");
      loss.dispose();
      model.dispose();
      optimizer.dispose();
    },
  },
];
