"""Writes steps.json, the weights to which Keras's optimizers come: python make_steps.py

Of weights [1, -2, 3] and [0.5] after 10 and 20 steps with the gradients
sin(s + 1), 3 cos(s), -2 and cos(s) / 2 - 0.1 of step s.
"""
import json, math, os
os.environ["KERAS_BACKEND"] = "tensorflow"
import keras, tensorflow as tf
from keras import optimizers as O

cases = {
    "sgd": O.SGD(0.1),
    "momentum": O.SGD(0.05, momentum=0.9),
    "momentum, Nesterov": O.SGD(0.05, momentum=0.9, nesterov=True),
    "adagrad": O.Adagrad(0.3, initial_accumulator_value=0.5),
    "adadelta": O.Adadelta(1.0, rho=0.9, epsilon=1e-3),
    "adadelta, small epsilon": O.Adadelta(1.0, rho=0.95, epsilon=1e-7),
    "adam": O.Adam(0.1, beta_1=0.8, beta_2=0.99, epsilon=1e-7),
    "adamax": O.Adamax(0.1, beta_1=0.8, beta_2=0.99, epsilon=1e-2),
    "rmsprop": O.RMSprop(0.05, rho=0.8, momentum=0.5, epsilon=1e-2),
    "rmsprop, centered": O.RMSprop(0.05, rho=0.8, momentum=0.5, epsilon=1e-2, centered=True),
    "rmsprop, centered, small epsilon": O.RMSprop(0.01, rho=0.9, epsilon=1e-7, centered=True),
    "nadam": O.Nadam(0.1, beta_1=0.8, beta_2=0.99, epsilon=1e-2),
    "nadam, decay": O.Nadam(0.1, weight_decay=0.1, clipvalue=0.5),
    "lion": O.Lion(0.1, beta_1=0.8, beta_2=0.95),
    "lion, decay": O.Lion(0.1, weight_decay=0.1),
}
results = {}
for name, optimizer in cases.items():
    weights = [keras.Variable([1.0, -2.0, 3.0]), keras.Variable([0.5])]
    optimizer.build(weights)
    results[name] = []
    for s in range(20):
        optimizer.apply([
            tf.constant([math.sin(s + 1), 3 * math.cos(s), -2.0]),
            tf.constant([math.cos(s) / 2 - 0.1]),
        ])
        if s % 10 == 9:
            results[name].append([round(float(x), 6) for w in weights for x in w.numpy()])
with open("steps.json", "w") as file:
    file.write(json.dumps(results).replace("], \"", "],\n\"") + "\n")
