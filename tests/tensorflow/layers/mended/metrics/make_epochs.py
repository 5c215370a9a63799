"""Prints what mod_test.ts expects of Keras: python make_epochs.py

Two epochs of batches of 4, 4 and 2 examples, not shuffled, then evaluate().
"""
import os
os.environ["KERAS_BACKEND"] = "tensorflow"
import keras, numpy as np

i = np.arange(20)
x = np.cos(i * i).reshape(10, 2).astype("float32")
y = (np.sin(3 * np.arange(10)) > 0.2).astype("float32").reshape(10, 1)
ones = np.array([[1.0], [-0.5]], "float32")
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, activation="sigmoid")])
model.layers[0].set_weights([ones, np.zeros(1)])
model.compile("sgd", "binary_crossentropy", metrics=["precision", "recall", "auc", "root_mean_squared_error"])
model.optimizer.learning_rate = 0.5
history = model.fit(x, y, batch_size=4, epochs=2, shuffle=False, verbose=0, validation_data=(x[:7], y[:7])).history
print({key.replace("root_mean_squared_error", "rootMeanSquaredError"): [round(v, 5) for v in values] for key, values in history.items()})
print([round(float(v), 5) for v in model.evaluate(x, y, batch_size=3, verbose=0)])
