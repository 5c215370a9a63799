"""Writes names.json, losses and metrics that Keras finds by name: python make_names.py

Losses are of six examples at once, metrics of batches of four, of which names.json has targets and predictions.
"""
import json, os
os.environ["KERAS_BACKEND"] = "tensorflow"
import keras, numpy as np

i = np.arange(42)
shares = (1 + 0.9 * np.cos(3 * i)).reshape(6, 7)
shares /= shares.sum(1, keepdims=True)
wave = np.arange(18).reshape(6, 3)
data = dict(
    classes=(np.eye(7)[[0, 2, 6, 3, 1, 5]], shares),
    labels=(np.array([[0], [2], [6], [3], [1], [5]]), shares),
    binary=(np.sin(wave**2) > 0, 0.5 + 0.45 * np.cos(wave)),
    values=(1 + 0.5 * np.sin(wave), 1 + 0.5 * np.cos(2 * wave)),
    signs=(np.sign(np.sin(wave**2 + 1)), np.cos(wave)),
)
data = {kind: [np.round(one.astype("float64"), 4).astype("float32") for one in both] for kind, both in data.items()}
losses = dict(
    values="mean_squared_error mse MAE mean_absolute_percentage_error msle cosine_similarity huber log_cosh poisson",
    binary="binary_crossentropy bce binary_focal_crossentropy dice tversky",
    classes="categorical_crossentropy categorical_focal_crossentropy categorical_hinge kl_divergence kld",
    labels="sparse_categorical_crossentropy",
    signs="hinge squared_hinge",
)
metrics = dict(
    values="mse mean_absolute_error mape mean_squared_logarithmic_error cosine_similarity log_cosh_error root_mean_squared_error r2_score poisson",
    binary="binary_accuracy binary_crossentropy bce precision recall auc",
    classes="categorical_accuracy top_k_categorical_accuracy categorical_crossentropy categorical_hinge kl_divergence f1_score",
    labels="sparse_categorical_accuracy sparse_top_k_categorical_accuracy sparse_categorical_crossentropy",
    signs="hinge squared_hinge",
)
written = dict(keras=keras.__version__, data={kind: [one.tolist() for one in both] for kind, both in data.items()}, losses=[], metrics=[])
for kind, names in losses.items():
    for name in names.split():
        value = np.asarray(keras.losses.get(name)(*data[kind])).mean()
        written["losses"].append([kind, name, round(float(value), 6)])
for kind, names in metrics.items():
    for name in names.split():
        y, prediction = data[kind]
        model = keras.Sequential([keras.Input(prediction.shape[1:]), keras.layers.Identity()])
        model.compile(loss="sparse_categorical_crossentropy" if kind == "labels" else "mse", metrics=[name])
        [value] = [value for key, value in model.evaluate(prediction, y, batch_size=4, verbose=0, return_dict=True).items() if key != "loss"]
        written["metrics"].append([kind, name, round(float(np.mean(value)), 6)])
json.dump(written, open("names.json", "w"))
