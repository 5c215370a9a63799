"""Writes network.keras and what Keras answers: python make_network.py"""
import json, os, zipfile
os.environ["KERAS_BACKEND"] = "tensorflow"
import keras, numpy as np
from keras import layers as L
keras.utils.set_random_seed(1)
picture = keras.Input((6, 6, 2), name="the_picture")
words = keras.Input((5,), dtype="int32", name="the_words")
nested = keras.Sequential([keras.Input((6, 6, 2)), L.Conv2D(3, 3, activation="relu"), L.BatchNormalization()], name="my_part")
x = L.SeparableConv2D(2, 2)(nested(picture))
x = L.Flatten()(L.DepthwiseConv2D(2)(x))
y = L.Embedding(7, 4)(words)
y = L.MultiHeadAttention(2, 3, value_dim=5)(y, y, use_causal_mask=True)
y = L.GRU(4, return_sequences=True, dropout=0.1)(y)
y = L.Bidirectional(L.LSTM(3))(L.TimeDistributed(L.Dense(2))(y))
z = L.Dropout(0.5)(L.Concatenate()([x, y]))
z = L.LayerNormalization()(L.Dense(4, activation="tanh")(z))
model = keras.Model([picture, words], [L.Dense(3, activation="softmax", name="last")(z)])
random = np.random.default_rng(1)
for weight in model.weights:
    if weight.dtype == "float32":
        low = 0.2 if weight.name.endswith("variance") else -0.3
        weight.assign(random.uniform(low, 0.6, weight.shape))
model.save("plain.keras")
with zipfile.ZipFile("plain.keras") as old, zipfile.ZipFile("network.keras", "w", zipfile.ZIP_DEFLATED) as new:
    for name in old.namelist(): new.writestr(name, old.read(name))
os.remove("plain.keras")
pictures = np.round(random.random((2, 6, 6, 2)), 3).astype("float32")
sequences = random.integers(0, 7, (2, 5))
answer = model.predict([pictures, sequences], verbose=0)
json.dump({"keras": keras.__version__, "pictures": pictures.tolist(), "words": sequences.tolist(), "answer": answer.tolist()}, open("network.json", "w"))
