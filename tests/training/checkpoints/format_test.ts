import { assert, assertEquals, assertThrows } from "@std/assert";
import { createHash } from "node:crypto";
import fc from "fast-check";
import {
  decodeCheckpoint,
  encodeCheckpoint,
  FORMAT_VERSION,
} from "../../../lib/training/checkpoints/format.ts";
import type { Checkpoint } from "../../../lib/training/checkpoints/header.ts";
import {
  CheckpointError,
  DamagedCheckpointError,
} from "../../../lib/training/errors.ts";

const checkpoint: Checkpoint = {
  run: {
    recipe: { name: "reference", epochs: 3, batchSize: 32, seed: 1 },
    data: { name: "MNIST", trainCount: 60, testCount: 10, sha256: "ab" },
    normalization: { mean: 0.1307, standardDeviation: 0.3081 },
  },
  start: {
    data: "/digits",
    limit: 60,
    validation: true,
    writers: true,
    backend: "cpu",
    engine: "cpu",
  },
  position: {
    epoch: 2,
    batch: 1,
    totalLoss: 1.5,
    learningRate: 0.1,
    seconds: 2,
    history: [{
      epoch: 1,
      trainLoss: 0.5,
      testLoss: 0.25,
      testCorrect: 9,
      testCount: 10,
      learningRate: 0.05,
      seconds: 1,
    }],
  },
  random: { seed: -5, draws: 7 },
  tensors: [
    { name: "model/a", shape: [2, 2], values: Float32Array.of(1, -0, 3, 4) },
    { name: "optimizer/step", shape: [], values: Float32Array.of(1e-45) },
  ],
};

const header = {
  ...checkpoint,
  tensors: checkpoint.tensors.map(({ name, shape }) => ({ name, shape })),
};

/** A file with the right digest and any content. */
function sealed(
  text: string | Uint8Array,
  { version = FORMAT_VERSION, payload = new Uint8Array(20), length = -1 } = {},
): Uint8Array<ArrayBuffer> {
  const json = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const bytes = new Uint8Array(48 + json.length + payload.length);
  const view = new DataView(bytes.buffer);
  bytes.set(encodeCheckpoint(checkpoint).subarray(0, 8));
  view.setUint32(40, version, true);
  view.setUint32(44, length < 0 ? json.length : length, true);
  bytes.set(json, 48);
  bytes.set(payload, 48 + json.length);
  const digest = createHash("sha256").update(bytes.subarray(40)).digest();
  bytes.set(digest, 8);
  return bytes;
}

/** Asserts that it is refused in one line that names the file. */
function assertRefused(
  bytes: Uint8Array<ArrayBuffer>,
  fault: string,
  type: typeof CheckpointError = DamagedCheckpointError,
): void {
  const error = assertThrows(() => decodeCheckpoint(bytes, "x/y"), type, fault);
  const { message } = error as Error;
  assert(message.startsWith('Cannot read checkpoint "x/y": '), message);
  assert(!/\p{Cc}/u.test(message) && message.length < 300, message);
}

Deno.test("decodeCheckpoint() reads what encodeCheckpoint() wrote, bit for bit", () => {
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
  const values = fc.float32Array({ noNaN: true, noDefaultInfinity: true });
  const change = fc.record({
    totalLoss: finite,
    learningRate: finite,
    mean: finite,
    draws: fc.nat(),
    name: fc.string(),
    values: values.filter(({ length }) => length > 0),
  });
  fc.assert(fc.property(change, (change) => {
    const { totalLoss, learningRate, mean, draws, values, name } = change;
    const changed: Checkpoint = {
      ...checkpoint,
      run: {
        ...checkpoint.run,
        normalization: { mean, standardDeviation: 1 },
      },
      position: { ...checkpoint.position, totalLoss, learningRate },
      random: { seed: 1, draws },
      tensors: [
        ...checkpoint.tensors,
        {
          name: `model/${name.replace(/[\p{Cc}\u2028\u2029]/gu, "")}-`,
          shape: [values.length],
          values: values as Float32Array<ArrayBuffer>,
        },
      ],
    };
    const decoded = decodeCheckpoint(encodeCheckpoint(changed), "x");
    // JSON has no −0, and no sum of losses is −0
    assertEquals(JSON.stringify(decoded), JSON.stringify(changed));
    const bits = (of: Checkpoint) =>
      of.tensors.map((
        { values },
      ) => [...new Uint32Array(values.slice().buffer)]);
    assertEquals(bits(decoded), bits(changed));
  }));
});

Deno.test("decodeCheckpoint() notices any changed byte", () => {
  const whole = encodeCheckpoint(checkpoint);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 255 }), (mask) => {
      for (let index = 0; index < whole.length; index++) {
        const bytes = whole.slice();
        bytes[index] ^= mask;
        assertThrows(
          () => decodeCheckpoint(bytes, "x"),
          DamagedCheckpointError,
        );
      }
    }),
    { numRuns: 4 },
  );
});

Deno.test("decodeCheckpoint() notices a file that is too short or too long", () => {
  const whole = encodeCheckpoint(checkpoint);
  for (let length = 0; length < whole.length; length++) {
    assertThrows(
      () => decodeCheckpoint(whole.slice(0, length), "x"),
      DamagedCheckpointError,
    );
  }
  const longer = new Uint8Array(whole.length + 4);
  longer.set(whole);
  assertRefused(longer, "SHA-256");
  assertRefused(new Uint8Array(0), "at least 48 bytes: current value is 0");
  assertRefused(new Uint8Array(100), "another kind of file");
});

Deno.test("decodeCheckpoint() tells a newer version from a damaged file", () => {
  const newer = sealed("{}", { version: 2 });
  assertRefused(
    newer,
    "its format must be version 1: a newer program wrote version 2",
    CheckpointError,
  );
  const error = assertThrows(() => decodeCheckpoint(newer, "x"));
  assert(!(error instanceof DamagedCheckpointError));
  assertRefused(sealed("{}", { version: 0 }), "version must be at least 1");
});

Deno.test("decodeCheckpoint() refuses forged headers", () => {
  const text = JSON.stringify(header);
  assertEquals(decodeCheckpoint(sealed(text), "x").position.epoch, 2);
  const changed = (change: object) => JSON.stringify({ ...header, ...change });
  const position = (change: object) =>
    changed({ position: { ...header.position, ...change } });
  const tensors = (...shapes: unknown[]) =>
    changed({ tensors: shapes.map((shape, i) => ({ name: `t${i}`, shape })) });
  const cases: [string | Uint8Array, string][] = [
    ["", "JSON in UTF-8"],
    [Uint8Array.of(0x22, 0xff, 0x22), "JSON in UTF-8"],
    ["[]", "its header must be valid: it must be an object"],
    ["null", "it must be an object: current value is null"],
    ['{"__proto__":{"run":{}}}', "run must be an object: it is missing"],
    [changed({ random: { seed: 2 ** 40, draws: 0 } }), "random.seed must be"],
    [changed({ random: { seed: 1, draws: -1 } }), "random.draws must be"],
    [
      position({ epoch: 3 }),
      "position.history must be 2 epochs: current value is a list of 1",
    ],
    [position({ epoch: "2" }), "position.epoch must be an integer"],
    [position({ history: {} }), "position.history must be a list"],
    [
      position({ history: [7] }),
      "position.history[0] must be an object: current value is 7",
    ],
    [
      text.replace('"totalLoss":1.5', '"totalLoss":1e999'),
      "position.totalLoss must be finite: current value is Infinity",
    ],
    [
      changed({ start: { data: "a\nb" } }),
      "start.data must be a line of text",
    ],
    [
      changed({ tensors: [{ name: "x".repeat(5000), shape: [] }] }),
      "name must have a length of at most 4096",
    ],
    // 4 billion values, and a product that overflows
    [
      tensors([65536, 65536]),
      "must have 17179869184 bytes: current value is 20",
    ],
    [tensors([2 ** 53 - 1, 2 ** 53 - 1]), "current value is 20"],
    [tensors([0]), "tensors[0].shape[0] must be at least 1"],
    [tensors([-5]), "tensors[0].shape[0] must be at least 1"],
    [tensors([5.5]), "tensors[0].shape[0] must be an integer"],
    [tensors(Array(9).fill(1)), "shape must have a length of at most 8"],
    [
      tensors(...Array(10_001).fill([1])),
      "tensors must have a length of at most 10000",
    ],
    [
      changed({
        tensors: [{ name: "a", shape: [] }, { name: "a", shape: [4] }],
      }),
      "names of their own",
    ],
  ];
  for (const [json, fault] of cases) assertRefused(sealed(json), fault);
  assertRefused(sealed("{}", { length: 23 }), "must end within");
  assertRefused(
    sealed("{}", { length: 2 ** 32 - 1 }),
    "must have at most 4194304 bytes: current value is 4294967295",
  );
  const notFinite = new Uint8Array(Float32Array.of(1, 2, NaN, 4, 5).buffer);
  assertRefused(
    sealed(text, { payload: notFinite }),
    'tensor "model/a" must be finite',
  );
});

Deno.test("decodeCheckpoint() throws only its own errors, whatever the header", () => {
  const paths = ["run", "start", "position", "random", "tensors"] as const;
  const change = fc.record({
    path: fc.constantFrom(...paths),
    value: fc.oneof(
      fc.jsonValue(),
      fc.constant(JSON.parse('{"__proto__":{"polluted":1},"constructor":{}}')),
    ),
    inner: fc.boolean(),
  });
  const attempt = (text: string) => {
    try {
      decodeCheckpoint(sealed(text), "x");
    } catch (error) {
      assert(error instanceof DamagedCheckpointError, `${error}`);
    }
  };
  fc.assert(fc.property(change, ({ path, value, inner }) => {
    const before = header[path] as Record<string, unknown>;
    const keys = Object.keys(before);
    const after = inner && keys.length > 0
      ? { ...before, [keys[0]]: value }
      : value;
    attempt(JSON.stringify({ ...header, [path]: after }));
  }));
  attempt("[".repeat(1_000_000));
  attempt(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
  attempt(
    JSON.stringify(header).replace(
      '"epochs":3',
      `"epochs":3,"deep":${"[".repeat(100_000)}${"]".repeat(100_000)}`,
    ),
  );
  assertEquals(({} as Record<string, unknown>).polluted, undefined);
});
