"""One of two tasks of TensorFlow's own MultiWorkerMirroredStrategy, for
bench/cluster/main.ts: the network of keras_worker.py. Keras 3's fit() refuses the
strategy's batches, but its layers and optimizers work under strategy.run().

Takes the sizes of the whole batch, and finds its cluster in TF_CONFIG. Prints a line
of JSON with the images a second of each size.
"""

import json
import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import tensorflow as tf
import keras
from keras_worker import network

FIRST_STEPS, STEPS = 10, 40  # as in bench/workers/cluster.ts


def images_per_second(strategy, size):
    with strategy.scope():
        model = network()
        optimizer = keras.optimizers.SGD(0.05, momentum=0.9)
        optimizer.build(model.trainable_variables)
    task = strategy.cluster_resolver.task_id
    share = size // strategy.num_replicas_in_sync
    images = tf.random.uniform((4000, 28, 28, 1), 0, 256, tf.int32)
    images = tf.cast(images, tf.uint8)
    labels = tf.random.uniform((4000,), 0, 10, tf.int32)

    def step(indices):
        x = (tf.cast(tf.gather(images, indices), tf.float32) - 33.3) / 78.6
        with tf.GradientTape() as tape:
            logits = model(x, training=True)
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(
                tf.gather(labels, indices), logits
            )
            loss = tf.reduce_sum(losses) / size
        gradients = tape.gradient(loss, model.trainable_variables)
        # Sums the gradients over the tasks
        optimizer.apply(gradients, model.trainable_variables)
        return loss

    @tf.function
    def train(indices):
        return strategy.reduce("sum", strategy.run(step, (indices,)), axis=None)

    for number in range(STEPS):
        if number == FIRST_STEPS:
            start = time.perf_counter()
        first = number * size + task * share
        train(tf.range(first, first + share) % 4000).numpy()
    seconds = time.perf_counter() - start
    return (STEPS - FIRST_STEPS) * size / seconds


def main():
    tf.config.threading.set_inter_op_parallelism_threads(1)
    tf.config.threading.set_intra_op_parallelism_threads(1)
    strategy = tf.distribute.MultiWorkerMirroredStrategy()
    keras.utils.set_random_seed(1)
    images = {size: images_per_second(strategy, int(size)) for size in sys.argv[1:]}
    print(json.dumps({"images": images}), flush=True)


main()
