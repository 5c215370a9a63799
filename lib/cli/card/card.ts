/** A model card, in Markdown, from what a run keeps. @module */
import { trainableParameters } from "../../model/parameters.ts";
import { type CardFacts, classesOf } from "./facts.ts";
import { results } from "./results.ts";
import { trainCommand } from "./train_command.ts";

/**
 * The card: what the model is, how good, for what, and how to train it again
 * (M. Mitchell et al., "Model Cards for Model Reporting", FAT* 2019).
 */
export function modelCard(facts: CardFacts): string {
  const sections = [
    model(facts),
    results(facts),
    data(facts),
    training(facts),
    use(facts),
    licence(facts),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function model(facts: CardFacts): string[] {
  const { config: { recipe, data, normalization }, bytes } = facts;
  const { network: { channels, hidden } } = recipe;
  const classes = classesOf(facts);
  const what = data.classes
    ? `tells ${classes.length} classes of small pictures apart`
    : "reads handwritten digits";
  const parameters = trainableParameters({
    ...recipe.network,
    classes: classes.length,
  });
  return [
    `# Model card: \`${recipe.name}\`, seed ${recipe.seed}`,
    "",
    `A convolutional network that ${what}, trained on ${data.name} by this project's`,
    "`deno task train`. `deno task card` wrote this page from the run's records.",
    "",
    "| | |",
    "|---|---|",
    `| network | seven layers: five convolutions of ${
      channels.join(", ")
    } channels, ${hidden} hidden units, ${classes.length} outputs |`,
    `| trainable parameters | ${parameters.toLocaleString("en")} |`,
    `| files | \`model.json\` and float32 weights, TensorFlow.js's own format, ${
      kilobytes(bytes)
    } |`,
    "| input | float32 [batch, 28, 28, 1]: light strokes on a dark ground, centred by their mass |",
    `| normalization | (pixel / 255 − ${normalization.mean.toPrecision(6)}) / ${
      normalization.standardDeviation.toPrecision(6)
    } |`,
    `| output | log-probabilities, float32 [batch, ${classes.length}] |`,
    `| SHA-256 of the weights | \`${facts.weightsSha256}\` |`,
  ];
}

function data({ config: { data, recipe } }: CardFacts): string[] {
  return [
    "## Data",
    "",
    `${data.name}: ${
      data.trainCount.toLocaleString("en")
    } images to learn from, ${data.testCount.toLocaleString("en")} ${
      data.heldOut ? "held out of the training set" : "to be tested on"
    }.`,
    ...data.kind === "mnist"
      ? [
        "Digits by employees of the United States' Census Bureau and by high-school",
        "students, collected by NIST and made into MNIST by Y. LeCun, C. Cortes and",
        "C. Burges.",
      ]
      : [],
    ...recipe.drawn
      ? [
        `Beside them, ${
          recipe.drawn.toLocaleString("en")
        } digits drawn by a program to learn from.`,
      ]
      : [],
    "",
    `SHA-256 of all pixels and labels: \`${data.sha256}\``,
  ];
}

function training({ config, history: { epochs } }: CardFacts): string[] {
  const { recipe, versions, start } = config;
  const { name: _name, seed: _seed, network: _network, ...rest } = recipe;
  return [
    "## Training",
    "",
    "```sh",
    trainCommand(config),
    "```",
    "",
    `${epochs.length} epochs on ${
      start?.engine ?? config.backend
    }, Deno ${versions.deno}. The same seed, versions, threads and kind of processor give the same bits.`,
    "",
    "```json",
    JSON.stringify({ network: recipe.network, ...rest }),
    "```",
  ];
}

function use(facts: CardFacts): string[] {
  const { config: { data, recipe } } = facts;
  const digits = !data.classes;
  return [
    "## Use and limits",
    "",
    "For learning, demonstrations and as something to compare with. Not for anything",
    "that a misread picture could harm: cheques, forms, doses.",
    "",
    "- It knows only its classes. A letter, a blot or an empty picture gets a class",
    "  too, often with a high probability.",
    "- It expects one symbol in the middle of 28×28 pixels, prepared as its training",
    "  images were. `deno task predict` prepares pictures so.",
    "- Its probabilities hold for pictures like those that it learned from; in other",
    "  light, with other pens or paper, it is wrong more often than it says.",
    ...digits && data.kind === "mnist"
      ? [
        "- MNIST's digits are American ones of the 1990s. A 7 with a bar or a 1 with a long",
        `  upstroke is rare among them${
          recipe.drawn ? ", if not among the drawn ones" : ""
        }.`,
      ]
      : [],
  ];
}

function licence({ config: { data } }: CardFacts): string[] {
  return [
    "## Licence",
    "",
    "The network and its weights: MIT, as the project.",
    ...data.kind === "mnist"
      ? [
        "MNIST itself is not included; Keras's documentation gives its licence as",
        "Creative Commons Attribution-Share Alike 3.0.",
      ]
      : [],
  ];
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(0)} KB`;
}
