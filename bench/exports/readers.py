"""Opens exported networks by the formats' own Python packages.

    python readers.py IMAGES EXPORT...

IMAGES holds pixels, uint8 [count, 28, 28]. Each EXPORT is a folder with export.json.
Writes the log-probabilities of all images to answers.bin beside it, float32
[count, classes], runs the program in its README, and prints a line of JSON: the
folder, the reader and what that program prints, or the error.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"

import numpy as np

BATCH = 250


def savedmodel(folder):
    import tensorflow as tf

    network = tf.saved_model.load(str(folder)).signatures["serving_default"]

    def answer(images):
        return network(images=tf.constant(images))["log_probabilities"].numpy()

    return f"TensorFlow {tf.__version__}", answer


def keras(folder):
    import keras

    network = keras.saving.load_model(folder / "model.keras")
    return f"Keras {keras.__version__}", network.predict_on_batch


def onnx(folder):
    import onnxruntime

    network = onnxruntime.InferenceSession(folder / "model.onnx")

    def answer(images):
        return network.run(["log_probabilities"], {"images": images})[0]

    return f"ONNX Runtime {onnxruntime.__version__}", answer


def safetensors(folder):
    """The weights, in the layers of Keras that the file's header names."""
    import keras
    import safetensors

    with safetensors.safe_open(folder / "model.safetensors", "np") as file:
        metadata = file.metadata()
        weights = {name: file.get_tensor(name) for name in file.keys()}
    layers = map(keras.layers.deserialize, json.loads(metadata["layers"]))
    network = keras.Sequential([keras.Input((28, 28, 1)), *layers])
    for layer in network.layers:
        for weight in layer.weights:
            name = f"{layer.name}/{weight.name}"
            weight.assign(weights[name] * weights.get(f"{name}_scale", np.float32(1)))
    normalization = json.loads(metadata["normalization"])
    mean, deviation = normalization["mean"], normalization["standardDeviation"]

    def answer(images):
        return network.predict_on_batch((images / 255 - mean) / deviation)

    return f"safetensors {safetensors.__version__}, Keras", answer


READERS = {
    "savedmodel": savedmodel,
    "keras": keras,
    "onnx": onnx,
    "safetensors": safetensors,
}


def run_program(folder):
    """What the program in the README prints."""
    code = re.search(r"```python\n(.*?)```", (folder / "README.md").read_text(), re.S)
    done = subprocess.run(
        [sys.executable, "-c", code[1]], cwd=folder, capture_output=True, text=True
    )
    if done.returncode != 0:
        raise RuntimeError(f"the README's program: {done.stderr.splitlines()[-1]}")
    return done.stdout.splitlines()[-1]


def main(images, *folders):
    pixels = np.fromfile(images, np.uint8).reshape(-1, 28, 28, 1)
    for folder in map(Path, folders):
        try:
            form = json.loads((folder / "export.json").read_text())["format"]
            reader, answer = READERS[form](folder)
            batches = [
                answer(pixels[start : start + BATCH].astype(np.float32))
                for start in range(0, len(pixels), BATCH)
            ]
            np.concatenate(batches).astype("<f4").tofile(folder / "answers.bin")
            result = {"reader": reader, "printed": run_program(folder)}
        except Exception as error:
            result = {"error": f"{type(error).__name__}: {error}".splitlines()[0]}
        print(json.dumps({"folder": str(folder), **result}), flush=True)


main(*sys.argv[1:])
