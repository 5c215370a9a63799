/** A model card, in Markdown, from what a run keeps. @module */
import { wilsonInterval } from "../../evaluation/confidence_intervals.ts";
import { trainableParameters } from "../../model/parameters.ts";
import type { FinishedRecord, RunMistakes } from "../../runs/record.ts";
import { pythonFixed } from "../../terminal/python_format.ts";
import { recipes } from "../../training/recipes/recipes.ts";
import type { SeedScores } from "./seeds.ts";

/** What a card tells of. */
export interface CardFacts extends FinishedRecord {
  readonly mistakes?: RunMistakes;
  /** Of the model's folder. */
  readonly bytes: number;
  /** SHA-256 of the weights. */
  readonly weightsSha256: string;
  readonly seeds?: SeedScores;
}

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

function classesOf({ config: { data } }: CardFacts): readonly string[] {
  return data.classes ?? [..."0123456789"];
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

function results(facts: CardFacts): string[] {
  const { config, history: { final }, seeds, mistakes } = facts;
  const { recipe, data: { heldOut } } = config;
  const tested = heldOut ?? "test";
  const row = (set: string, { correct, count, loss }: typeof final.test) => {
    const { low, high } = wilsonInterval(correct, count);
    return `| ${set} | ${correct.toLocaleString("en")} of ${
      count.toLocaleString("en")
    } | ${percent(correct / count)} (${percent(low)}–${percent(high)}) | ${
      pythonFixed(loss, 4)
    } |`;
  };
  const chosen = recipe.earlyStopping
    ? `the epoch that did best on the ${tested} set, so its score there is flattering`
    : "the last epoch, whatever its score";
  return [
    "## Results",
    "",
    "| set | right | accuracy, % (95 %) | loss |",
    "|---|---|---|---|",
    row(tested, final.test),
    row("training", final.train),
    "",
    `The weights are those of ${chosen}. The intervals are Wilson's: what other`,
    "images of the same kind would change.",
    ...seeds ? ["", seedsLine(seeds)] : [],
    ...mistakes ? ["", mistakesLine(mistakes, classesOf(facts))] : [],
  ];
}

function seedsLine({ sweep, seeds, ...score }: SeedScores): string {
  return `Of ${seeds.length} runs of this recipe that differ in the seed alone, the mean is ${
    percent(score.mean)
  } % (95 %: ${percent(score.low)}–${
    percent(score.high)
  }), the standard deviation ${
    percent(score.standardDeviation)
  } points (\`sweeps/${sweep}.json\`).`;
}

/** Which confusions are the most frequent. */
function mistakesLine(
  { mistakes }: RunMistakes,
  classes: readonly string[],
): string {
  const counts = new Map<string, number>();
  for (const { label, answer } of mistakes) {
    const pair = `${classes[label]} read as ${classes[answer]}`;
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  const frequent = [...counts].sort(([, a], [, b]) => b - a).slice(0, 4)
    .map(([pair, count]) => `${pair} (${count})`);
  return `Of its ${mistakes.length} mistakes, the most frequent: ${
    frequent.join(", ")
  }.`;
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

/** The command that trains the same network, with MNIST's default place. */
function trainCommand({ recipe, data, start }: CardFacts["config"]): string {
  const known: Readonly<Record<string, typeof recipe>> = recipes;
  const usual = Object.hasOwn(known, recipe.name)
    ? known[recipe.name]
    : undefined;
  const flags: [string, string | number | undefined | false][] = [
    ["recipe", recipe.name],
    ["seed", recipe.seed],
    ["epochs", recipe.epochs !== usual?.epochs && recipe.epochs],
    ["batch-size", recipe.batchSize !== usual?.batchSize && recipe.batchSize],
    ["limit", start?.limit],
    ["patience", recipe.earlyStopping?.patience],
    ["data", data.kind === "idx" || data.kind === "pictures" ? "DIR" : false],
  ];
  const switches = [
    ...start?.validation ? ["--validation"] : [],
    ...start?.writers ? ["--writers"] : [],
    ...recipe.precision ? ["--bfloat16"] : [],
  ];
  return [
    "deno task train",
    ...flags.filter(([, value]) => value !== undefined && value !== false)
      .map(([flag, value]) => `--${flag} ${value}`),
    ...switches,
  ].join(" ");
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

function percent(share: number): string {
  return pythonFixed(100 * share, 2);
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(0)} KB`;
}
