/** The programs in exports' READMEs, which read what lies beside them. @module */

/** A short program that answers for one image. */
export interface Program {
  readonly language: "python" | "js";
  /** What it needs: names of packages. */
  readonly packages: readonly string[];
  /**
   * It prints the name of the class and its probability. Python runs in the export's
   * folder; JavaScript finds the folder at http://localhost:8000.
   */
  readonly code: string;
}

/** A program for either kind of TensorFlow.js's models. */
export function tfjsProgram(
  load: "loadLayersModel" | "loadGraphModel",
): Program {
  return {
    language: "js",
    packages: ["@tensorflow/tfjs"],
    code: `import * as tf from "@tensorflow/tfjs";

const folder = "http://localhost:8000"; // where this folder is served
const network = await tf.${load}(\`\${folder}/model.json\`);
const { classes } = await (await fetch(\`\${folder}/export.json\`)).json();
const images = tf.zeros([1, 28, 28, 1]); // pixels from 0 to 255, light on dark
const probabilities = network.predict(images).exp().dataSync();
const best = probabilities.indexOf(Math.max(...probabilities));
console.log(classes[best], probabilities[best]);
`,
  };
}

/**
 * A program in Python.
 *
 * @param packages Names of packages, numpy not among them.
 * @param imports Lines that import them.
 * @param answers Lines that set `answers`, log-probabilities [1, classes], from
 * `images`, float32 [1, 28, 28, 1].
 */
export function pythonProgram(
  packages: readonly string[],
  imports: string,
  answers: string,
): Program {
  return {
    language: "python",
    packages: ["numpy", ...packages],
    code: `import json
import numpy as np
${imports}

images = np.zeros((1, 28, 28, 1), "float32")  # pixels from 0 to 255, light on dark
${answers}
classes = json.load(open("export.json", "rb"))["classes"]
print(classes[answers[0].argmax()], np.exp(answers[0].max()))
`,
  };
}

/** TensorFlow, by the signature. */
export const savedModelProgram: Program = pythonProgram(
  ["tensorflow"],
  "import tensorflow as tf",
  `network = tf.saved_model.load(".").signatures["serving_default"]
answers = network(images=tf.constant(images))["log_probabilities"].numpy()`,
);

/** onnxruntime. */
export const onnxProgram: Program = pythonProgram(
  ["onnxruntime"],
  "import onnxruntime",
  `network = onnxruntime.InferenceSession("model.onnx")
[answers] = network.run(None, {"images": images})`,
);

/** Keras 3. */
export const kerasProgram: Program = pythonProgram(
  ["keras", "tensorflow"],
  "import keras",
  `network = keras.models.load_model("model.keras")
answers = network.predict(images, verbose=0)`,
);

/** The layers in Keras 3, with the weights of a safetensors file. */
export const safetensorsProgram: Program = pythonProgram(
  ["safetensors", "keras", "tensorflow"],
  "import keras\nfrom safetensors import safe_open",
  `with safe_open("model.safetensors", "np") as file:
    metadata = file.metadata()
    weights = {name: file.get_tensor(name) for name in file.keys()}
layers = json.loads(metadata["layers"])
network = keras.Sequential(
    [keras.Input((28, 28, 1)), *map(keras.layers.deserialize, layers)]
)
for layer in network.layers:
    for weight in layer.weights:
        name = f"{layer.name}/{weight.name}"
        # A kernel in int8 has a scale for each output channel
        weight.assign(weights[name] * weights.get(f"{name}_scale", np.float32(1)))
normalization = json.loads(metadata["normalization"])
images = (images / 255 - normalization["mean"]) / normalization["standardDeviation"]
answers = network.predict(images, verbose=0)`,
);
