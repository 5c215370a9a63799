import { assertEquals, assertThrows } from "@std/assert";
import {
  decodeSoftTargetConfig,
  encodeSoftTargetConfig,
} from "../../lib/teachers/soft_target_config.ts";

// Runs record the SHA-256 of this text: not a byte of it may change
const text = `{
  "data": {
    "name": "MNIST",
    "trainCount": 60000,
    "testCount": 10000,
    "sha256": "abc"
  },
  "teachers": {
    "count": 4,
    "sha256": "def"
  },
  "augmentation": {
    "rotation": 12,
    "shift": 2.5,
    "scale": 0.1,
    "shear": 0.1,
    "aspect": 0.1
  },
  "fade": 7,
  "versions": 15,
  "seed": 1
}
`;

const decode = (text: string) =>
  decodeSoftTargetConfig(new TextEncoder().encode(text), Error);

Deno.test("decodeSoftTargetConfig() reads what is encoded to the same text, byte for byte", () => {
  assertEquals(encodeSoftTargetConfig(decode(text)), text);
  const { fade: _, augmentation: __, ...rest } = JSON.parse(text);
  const fewer = { ...rest, augmentation: { shift: 2 } };
  assertEquals<unknown>(decode(JSON.stringify(fewer)), fewer);
  // Whatever the order of the fields in the file, and whatever else is there
  const { seed, ...others } = JSON.parse(text);
  const shuffled = JSON.stringify({ seed, later: 1, ...others });
  assertEquals(encodeSoftTargetConfig(decode(shuffled)), text);
});

Deno.test("decodeSoftTargetConfig() names the field that is wrong", () => {
  const cases: [change: object, fault: string][] = [
    [
      { versions: 1001 },
      "versions must be at most 1000: current value is 1001",
    ],
    [{ fade: 0 }, "fade must be at least 1: current value is 0"],
    [{ teachers: { count: 4 } }, "teachers.sha256 must be a line of text"],
    [
      { augmentation: { shift: "2" } },
      'augmentation.shift must be a number: current value is "2"',
    ],
    [{ data: [] }, "data must be an object: current value is a list of 0"],
  ];
  for (const [change, fault] of cases) {
    const json = JSON.stringify({ ...JSON.parse(text), ...change });
    assertThrows(() => decode(json), Error, fault);
  }
});
