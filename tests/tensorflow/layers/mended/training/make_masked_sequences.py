"""Writes masked_sequences.json: a model whose outputs come of masked sequences, and
what Keras finds. python make_masked_sequences.py > masked_sequences.json

Weight j of layer i of those that have any is 0.6 + 0.5 sin(i + j + 0, 2, 4, …).
"""
import json, os
os.environ["KERAS_BACKEND"] = "tensorflow"
import keras, numpy as np
from keras import layers as L

IDS = np.array([[1, 2, 0, 0], [3, 0, 0, 0], [4, 1, 2, 3], [2, 2, 2, 0]])
CLASSES = np.array([[0, 1, 2, 0], [1, 1, 0, 2], [2, 0, 1, 1], [0, 2, 2, 1]])
WEIGHTS = np.array([[1, 2, 3, 1], [0.5, 1, 1, 1], [1, 1, 1, 2], [0, 1, 0.2, 1]])

ids = keras.Input((4,))


def embedded():
    return L.Embedding(5, 3, mask_zero=True)(ids)


def lstm(x):
    return L.LSTM(3, return_sequences=True)(x)


def gru(x, initial_state=None, **options):
    layer = L.GRU(3, return_sequences=True, **options)
    return layer(x, initial_state=initial_state)


def conv(x, filters=3):
    return L.Conv1D(filters, 1)(x)


def masked(x):
    return L.Masking(0.0)(L.ReLU(threshold=0.8)(conv(x, 3)))


def model_of(*layers):
    return keras.Sequential([keras.Input((4, 3)), *layers])


hidden = dict(
    of_lstm=lambda x: L.Dropout(0.0)(lstm(x)),
    of_model=lambda x: model_of(
        L.GRU(3, return_sequences=True), L.LayerNormalization()
    )(x),
    mask_that_ends=lambda x: lstm(L.RepeatVector(4)(L.LSTM(3)(x))),
    both_ways=lambda x: L.Bidirectional(L.GRU(2, return_sequences=True))(x),
    normalized=lambda x: L.BatchNormalization()(x),
    added=lambda x: L.Add()([x, lstm(x)]),
    added_unmasked=lambda x: L.Add()([x, conv(x)]),
    multiplied=lambda x: lstm(L.Multiply()([x, masked(x), lstm(x)])),
    larger=lambda x: lstm(L.Maximum()([x, masked(x)])),
    smaller_unmasked=lambda x: L.Minimum()([conv(x), x]),
    joined=lambda x: L.Concatenate()([x, conv(x), lstm(x)]),
    joined_masked=lambda x: L.Concatenate()([x, lstm(x)]),
    activated=lambda x: L.ELU()(L.LeakyReLU()(L.PReLU()(x))),
    attended=lambda x: L.MultiHeadAttention(2, 2)(x, x),
    attended_another=lambda x: L.Attention()([conv(x), x]),
    of_cells=lambda x: L.RNN([L.LSTMCell(3), L.LSTMCell(3)], return_sequences=True)(x),
    of_state=lambda x: gru(x, initial_state=L.GRU(3)(x)),
    zeroed=lambda x: conv(L.Bidirectional(L.LSTM(2, return_sequences=True))(x)),
    zeroed_backwards=lambda x: conv(
        gru(x, go_backwards=True, zero_output_for_mask=True)
    ),
    masked_values=lambda x: gru(L.Masking(0.0)(L.ReLU()(conv(x, 2)))),
)
outputs = [
    L.Dense(3, activation="softmax", name=name)(make(embedded()))
    for name, make in hidden.items()
]
each = L.TimeDistributed(L.Dense(3, activation="softmax"), name="each")(lstm(embedded()))
pooled = L.Dense(4, name="pooled")(L.GlobalAveragePooling1D()(lstm(embedded())))
numbers = L.Dense(1, name="numbers")(gru(embedded()))
outputs += [each, pooled, numbers]
model = keras.Model(ids, outputs)

layers = [layer for layer in model.layers if layer.weights]
for i, layer in enumerate(layers):
    layer.set_weights([
        0.6 + 0.5 * np.sin(i + j + 2 * np.arange(w.size)).reshape(w.shape)
        for j, w in enumerate(layer.get_weights())
    ])

names = model.output_names
errors = {"pooled", "numbers"}
model.compile(
    keras.optimizers.SGD(0.1),
    loss=["mse" if n in errors else "sparse_categorical_crossentropy" for n in names],
    metrics=[["mae" if n in errors else "accuracy"] for n in names],
)
targets = [
    CLASSES.astype("float32")[..., None] if n == "numbers" else CLASSES for n in names
]


def evaluate(**options):
    found = model.evaluate(IDS, targets, verbose=0, return_dict=True, **options)
    return {key: round(value, 5) for key, value in found.items()}


def stripped(value):
    if isinstance(value, list):
        return [stripped(one) for one in value]
    if not isinstance(value, dict):
        return value
    unused = ("dtype", "build_config", "module", "registered_name", "trainable")
    return {
        key: stripped(one)
        for key, one in value.items()
        if one is not None
        and (key not in unused or str(one).startswith("keras.src.ops"))
        and "initializer" not in key
    }


before = evaluate()
weights = [WEIGHTS[:, 0] if n == "pooled" else WEIGHTS for n in names]
weighted = evaluate(sample_weight=weights)
trained = model.train_on_batch(IDS, targets, return_dict=True)
found = {
    "ids": IDS.tolist(),
    "classes": CLASSES.tolist(),
    "sampleWeight": WEIGHTS.tolist(),
    "weightedLayers": [layer.name for layer in layers],
    "before": before,
    "weighted": {k: v for k, v in weighted.items() if k.endswith("loss")},
    "trained": {key: round(float(value), 5) for key, value in trained.items()},
    "after": evaluate(),
    "model": json.dumps(stripped(json.loads(model.to_json()))),
}
print(json.dumps(found))
