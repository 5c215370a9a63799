/** The files that explain an exported network, to people and to programs. @module */
import type { ModelInfo } from "../model/files/model_json.ts";
import {
  type ExportedFile,
  INPUT_NAME,
  OUTPUT_NAME,
  type Precision,
} from "./format.ts";
import { type FormatName, FORMATS } from "./formats.ts";
import type { Program } from "./programs.ts";

/** What was exported, and how. */
export interface Exported {
  readonly format: FormatName;
  readonly precision: Precision;
  readonly info: ModelInfo;
}

/** `README.md` and `export.json`. */
export function describeExport(exported: Exported): ExportedFile[] {
  const json = `${JSON.stringify(metadata(exported), undefined, 2)}\n`;
  const encoder = new TextEncoder();
  return [
    { path: "README.md", bytes: encoder.encode(readme(exported)) },
    { path: "export.json", bytes: encoder.encode(json) },
  ];
}

function metadata({ format, precision, info }: Exported): object {
  const { classes, normalization, recipe, epoch, trainedOn } = info;
  return {
    format,
    precision,
    input: {
      name: INPUT_NAME,
      dtype: "float32",
      shape: [null, 28, 28, 1],
      values: pixelsInside(format)
        ? "pixels from 0 to 255, a light digit on a dark ground"
        : "(pixel / 255 - mean) / standardDeviation of pixels from 0 to 255, a light digit on a dark ground",
    },
    output: {
      name: OUTPUT_NAME,
      dtype: "float32",
      shape: [null, classes.length],
      values: "the natural logarithm of each class's probability",
    },
    classes,
    normalization,
    recipe,
    epoch,
    trainedOn,
  };
}

/** Whether the normalization is part of the network. */
function pixelsInside(format: FormatName): boolean {
  return FORMATS[format].normalizes;
}

function readme({ format, precision, info }: Exported): string {
  const { title, program } = FORMATS[format];
  const { classes, normalization, recipe, epoch, trainedOn } = info;
  const { mean, standardDeviation } = normalization;
  const normalized = `(pixel / 255 − ${mean}) / ${standardDeviation}`;
  return `# A network for ${classes.length} classes

This folder holds ${title}, with weights in ${precision}. The network comes from
epoch ${epoch} of recipe ${recipe} on ${trainedOn}.

- **Input**, \`${INPUT_NAME}\`: float32 [batch, 28, 28, 1], ${
    pixelsInside(format)
      ? "pixels from 0 to 255"
      : `${normalized}, for pixels from 0 to 255`
  }.
  MNIST's digits are light on a dark ground and 20 pixels high, with their centre of
  mass in the middle. Bring other pictures to that form first.
- **Output**, \`${OUTPUT_NAME}\`: float32 [batch, ${classes.length}], the natural
  logarithm of each class's probability.
- **Classes**: \`classes\` in \`export.json\`, in the order of the output.
${
    pixelsInside(format)
      ? `- **Normalization**: part of the network, ${normalized}.\n`
      : ""
  }
${needs(program)}

\`\`\`${program.language}
${program.code}\`\`\`
`;
}

function needs({ language, packages }: Program): string {
  return language === "python"
    ? `Run in this folder, this program prints the class of a black image and its
probability (\`pip install ${packages.join(" ")}\`):`
    : `With this folder served (\`python3 -m http.server\` does), this program prints the
class of a black image and its probability (\`npm install ${
      packages.join(" ")
    }\`):`;
}
