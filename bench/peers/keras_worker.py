"""The same network, batch and step in Keras, as a worker of bench/main.ts.

Reads a number of steps from each line of stdin, runs them, and answers with the
seconds that they took.
"""

import argparse
import os
import resource
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import tensorflow as tf
import keras
from keras import layers


def network(channels=(16, 16, 16, 16, 32), hidden=32, dropout=0.05):
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for layer, count in enumerate(channels, 1):
        model.add(layers.Conv2D(count, 3, padding="same"))
        model.add(layers.ReLU())
        model.add(layers.BatchNormalization(momentum=0.9, epsilon=1e-5))
        if layer == 2:
            model.add(layers.MaxPooling2D(2))
        if layer == 5:
            model.add(layers.GlobalAveragePooling2D())
        if layer > 1:
            model.add(layers.Dropout(dropout))
    model.add(layers.Dense(hidden))
    model.add(layers.ReLU())
    model.add(layers.BatchNormalization(momentum=0.9, epsilon=1e-5))
    model.add(layers.Dropout(dropout))
    model.add(layers.Dense(10))
    return model


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--xla", action="store_true")
    parser.add_argument("--evaluate", action="store_true")
    options = parser.parse_args()
    keras.utils.set_random_seed(1)
    model = network()
    images = tf.random.uniform((4000, 28, 28, 1), 0, 256, tf.int32)
    images = tf.cast(images, tf.uint8)
    labels = tf.random.uniform((4000,), 0, 10, tf.int32)
    optimizer = keras.optimizers.Adam(1e-3)
    optimizer.build(model.trainable_variables)

    def batch(indices):
        x = (tf.cast(tf.gather(images, indices), tf.float32) - 33.3) / 78.6
        return x, tf.gather(labels, indices)

    @tf.function(jit_compile=options.xla)
    def train(indices):
        x, y = batch(indices)
        with tf.GradientTape() as tape:
            logits = model(x, training=True)
            loss = tf.reduce_mean(
                tf.nn.sparse_softmax_cross_entropy_with_logits(y, logits)
            )
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply(gradients, model.trainable_variables)
        return loss

    @tf.function(jit_compile=options.xla)
    def evaluate(indices):
        x, y = batch(indices)
        predicted = tf.argmax(model(x, training=False), 1, tf.int32)
        return tf.reduce_sum(tf.cast(predicted == y, tf.int32))

    run = evaluate if options.evaluate else train

    def step(number):
        start = number * options.batch
        return run(tf.range(start, start + options.batch) % 4000).numpy()

    started = time.perf_counter()
    step(0)
    first = time.perf_counter() - started
    print(
        f"ready Keras {keras.__version__}, TensorFlow {tf.__version__}, first step {first:.2f} s",
        flush=True,
    )
    for line in sys.stdin:
        if line == "memory\n":
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            print(peak / 1024, flush=True)  # KiB on Linux
            continue
        start = time.perf_counter()
        for number in range(int(line)):
            step(number)
        print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    main()
