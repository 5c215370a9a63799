"""The models of bench/workers/fit_models.ts in Keras, as a worker of bench/fit.ts.

Takes a model's name. Reads a number of steps from each line of stdin, fits one
epoch of so many batches, and answers with the seconds that it took.
"""

import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import numpy as np
import tensorflow as tf
import keras
from keras import layers, ops

BATCH = 32
ALPHABET, CONTEXT, WIDTH, HEADS = 30, 32, 48, 3
random = np.random.default_rng(1)


def normal(*shape):
    return random.standard_normal(shape).astype("float32")


def classes(size, count):
    return np.eye(count, dtype="float32")[np.arange(size) % count]


def convolutional():
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for filters in (16, 32):
        model.add(layers.Conv2D(filters, 3, activation="relu"))
        model.add(layers.BatchNormalization())
        model.add(layers.MaxPooling2D(2))
    model.add(layers.Flatten())
    model.add(layers.Dropout(0.3))
    model.add(layers.Dense(10, activation="softmax"))
    model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    return model, lambda size: (normal(size, 28, 28, 1), classes(size, 10))


def table():
    model = keras.Sequential(
        [
            keras.Input((4,)),
            layers.Dense(16, activation="relu"),
            layers.Dense(16, activation="relu"),
            layers.Dense(3, activation="softmax"),
        ]
    )
    model.compile(
        keras.optimizers.Adam(0.01), "categorical_crossentropy", metrics=["accuracy"]
    )
    return model, lambda size: (normal(size, 4), classes(size, 3))


def forecast():
    # TensorFlow.js's GRU is the one without reset_after
    gru = layers.GRU(32, reset_after=False)
    model = keras.Sequential([keras.Input((14, 1)), gru, layers.Dense(1)])
    model.compile(keras.optimizers.Adam(0.01), "mean_squared_error", metrics=["mae"])
    return model, lambda size: (normal(size, 14, 1), normal(size, 1))


class Sampling(layers.Layer):
    def call(self, code):
        mean, log_variance = ops.split(code, 2, axis=1)
        noise = keras.random.normal(ops.shape(mean))
        return mean + ops.exp(log_variance / 2) * noise


def drawing_loss(drawing, redrawn):
    return keras.losses.binary_crossentropy(drawing, redrawn) * 144


def spread_loss(_, code):
    mean, log_variance = ops.split(code, 2, axis=1)
    terms = ops.square(mean) + ops.exp(log_variance) - log_variance - 1
    return ops.sum(terms, axis=1) / 2


def autoencoder():
    drawing = keras.Input((144,))
    code = layers.Dense(4)(layers.Dense(64, activation="relu")(drawing))
    hidden = layers.Dense(64, activation="relu")(Sampling()(code))
    redrawn = layers.Dense(144, activation="sigmoid")(hidden)
    model = keras.Model(drawing, [redrawn, code])
    model.compile(keras.optimizers.Adam(0.005), loss=[drawing_loss, spread_loss])

    def data(size):
        x = (random.random((size, 144)) > 0.8).astype("float32")
        return x, [x, np.zeros((size, 4), "float32")]

    return model, data


class CausalAttention(layers.Layer):
    def call(self, x):
        def heads(part):
            part = ops.reshape(part, (-1, CONTEXT, HEADS, WIDTH // HEADS))
            return ops.transpose(part, (0, 2, 1, 3))

        query, key, value = map(heads, ops.split(x, 3, axis=2))
        moments = ops.arange(CONTEXT, dtype="float32")
        distance = moments[:, None] - moments
        slopes = ops.reshape(ops.array([1, 1 / 4, 1 / 16]), (HEADS, 1, 1))
        scores = ops.matmul(query, ops.transpose(key, (0, 1, 3, 2)))
        scores = scores / (WIDTH / HEADS) ** 0.5 - distance * slopes
        scores = scores - ops.cast(distance < 0, "float32") * 1e9
        seen = ops.matmul(ops.softmax(scores), value)
        return ops.reshape(ops.transpose(seen, (0, 2, 1, 3)), (-1, CONTEXT, WIDTH))


def transformer():
    inputs = keras.Input((CONTEXT,))
    x = layers.Embedding(ALPHABET, WIDTH)(inputs)
    for _ in range(2):
        asked = layers.Dense(3 * WIDTH)(layers.LayerNormalization()(x))
        x = x + layers.Dense(WIDTH)(CausalAttention()(asked))
        wide = layers.Dense(4 * WIDTH, activation="relu")
        x = x + layers.Dense(WIDTH)(wide(layers.LayerNormalization()(x)))
    last = layers.Dense(ALPHABET, activation="softmax")
    model = keras.Model(inputs, last(layers.LayerNormalization()(x)))
    rate = keras.optimizers.schedules.CosineDecay(
        0.0, 450, warmup_target=0.005, warmup_steps=50
    )
    optimizer = keras.optimizers.AdamW(rate, global_clipnorm=1)
    model.compile(optimizer, "sparse_categorical_crossentropy")

    def data(size):
        tokens = random.integers(0, ALPHABET, (2, size, CONTEXT))
        return tokens[0].astype("float32"), tokens[1].astype("float32")[..., None]

    return model, data


def main():
    keras.utils.set_random_seed(1)
    models = [convolutional, table, forecast, autoencoder, transformer]
    model, data = {each.__name__: each for each in models}[sys.argv[1]]()
    kept = {}

    def fit(steps):
        size = steps * BATCH
        if size not in kept:
            kept[size] = data(size)
        start = time.perf_counter()
        model.fit(*kept[size], batch_size=BATCH, epochs=1, verbose=0)
        return time.perf_counter() - start

    first = fit(2)
    print(
        f"ready Keras {keras.__version__}, TensorFlow {tf.__version__}, first step {first:.2f} s",
        flush=True,
    )
    for line in sys.stdin:
        print(fit(int(line)), flush=True)


main()
