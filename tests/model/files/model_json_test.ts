import { assertEquals, assertThrows } from "@std/assert";
import { ADVICE, ModelError } from "../../../lib/model/errors.ts";
import {
  formatModelJson,
  type ModelDescription,
  parseModelJson,
} from "../../../lib/model/files/model_json.ts";

const description: ModelDescription = {
  topology: { class_name: "Sequential", config: { layers: [] } },
  specs: [{ name: "dense/kernel", dtype: "float32", shape: [784, 10] }],
  weightsFile: "weights-0123456789abcdef.bin",
  weightsSha256: "0123456789abcdef",
  info: {
    normalization: { mean: 0.1307, standardDeviation: 0.3081 },
    recipe: "reference",
    epoch: 3,
    classes: ["cat", "dog"],
    trainedOn: "MNIST",
  },
};

const parse = (text: string) =>
  parseModelJson(new TextEncoder().encode(text), "model.json");

Deno.test("parseModelJson() returns what formatModelJson() was given", () => {
  assertEquals(parse(formatModelJson(description)), description);
});

/** The fault that is found after one part of a good file is replaced. */
function faultOf(place: readonly (string | number)[], value: unknown): string {
  const json = JSON.parse(formatModelJson(description));
  let parent = json;
  for (const key of place.slice(0, -1)) parent = parent[key];
  parent[place.at(-1)!] = value;
  const { message } = assertThrows(
    () => parse(JSON.stringify(json)),
    ModelError,
  );
  const [start, end] = ['Cannot read "model.json": ', `; ${ADVICE}`];
  assertEquals([message.startsWith(start), message.endsWith(end)], [
    true,
    true,
  ]);
  return message.slice(start.length, -end.length);
}

Deno.test("parseModelJson() names the part that is missing or wrong", () => {
  const weight = ["weightsManifest", 0, "weights", 0];
  const metadata = "userDefinedMetadata";
  const cases: [(string | number)[], unknown, string][] = [
    [["modelTopology"], 1, "modelTopology must be an object"],
    [
      ["weightsManifest"],
      [],
      "weightsManifest[0] must be an object: it is missing",
    ],
    [
      ["weightsManifest", 0, "paths"],
      ["../weights.bin"],
      "weightsManifest[0].paths[0] must be a plain file name",
    ],
    [
      [...weight, "shape"],
      [-1],
      "weightsManifest[0].weights[0].shape[0] must be at least 0",
    ],
    [
      [...weight, "dtype"],
      "int32",
      'weightsManifest[0].weights[0].dtype must be "float32"',
    ],
    [
      [...weight, "quantization"],
      { dtype: "uint8" },
      "weightsManifest[0].weights[0].quantization must be left out",
    ],
    [[metadata], undefined, `${metadata} must be an object: it is missing`],
    [
      [metadata, "normalization", "standardDeviation"],
      0,
      `${metadata}.normalization.standardDeviation must be greater than 0`,
    ],
    [[metadata, "epoch"], -1, `${metadata}.epoch must be at least 0`],
    [
      [metadata, "trainedOn"],
      "MNIST\u001b[2J",
      `${metadata}.trainedOn must be a line of text`,
    ],
  ];
  for (const [place, value, expected] of cases) {
    assertEquals(faultOf(place, value).slice(0, expected.length), expected);
  }
  assertThrows(() => parse("{"), ModelError, "it must be JSON");
  assertThrows(() => parse("[]"), ModelError, "it must be an object");
});

Deno.test("parseModelJson() limits the number of layers and the depth", () => {
  const layers = Array(2000).fill({ class_name: "ReLU" });
  assertEquals(
    faultOf(["modelTopology", "config", "layers"], layers),
    "modelTopology must have at most 2000 parts: current value is an object",
  );
  const nested = JSON.parse("[".repeat(200) + "]".repeat(200));
  assertEquals(
    faultOf(["modelTopology", "config"], nested).includes("100 levels"),
    true,
  );
});
