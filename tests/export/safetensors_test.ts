import { assert, assertEquals } from "@std/assert";
import {
  type ExportInput,
  type Precision,
  PRECISIONS,
} from "../../lib/export/format.ts";
import { encodeSafetensors } from "../../lib/export/safetensors.ts";
import { weightsOf } from "../../lib/export/weights.ts";
import { normalization, sevenLayers, stockLayers } from "./networks.ts";
import "../support/tensorflow.ts";

interface Entry {
  readonly dtype: "F32" | "F16" | "I8";
  readonly shape: readonly number[];
  readonly data_offsets: readonly [start: number, end: number];
}

const ARRAYS = { F32: Float32Array, F16: Float16Array, I8: Int8Array } as const;

async function encoded(input: ExportInput, precision: Precision) {
  const [{ path, bytes }] = await encodeSafetensors(input, { precision });
  assertEquals(path, "model.safetensors");
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const text = new TextDecoder().decode(bytes.subarray(8, 8 + length));
  const { __metadata__: metadata, ...entries } = JSON.parse(text);
  const values = bytes.slice(8 + length);
  return {
    metadata: metadata as Readonly<Record<string, string>>,
    entries: entries as Readonly<Record<string, Entry>>,
    values,
    tensor: (name: string): number[] => {
      const { dtype, data_offsets } = entries[name] as Entry;
      return [...new ARRAYS[dtype](values.slice(...data_offsets).buffer)];
    },
  };
}

for (const precision of PRECISIONS) {
  Deno.test(`encodeSafetensors() leaves no gaps, and aligns each tensor: ${precision}`, async () => {
    const input = stockLayers();
    const { entries, values } = await encoded(input, precision);
    let at = 0;
    for (
      const { dtype, shape, data_offsets: [start, end] } of Object.values(
        entries,
      )
    ) {
      const size = ARRAYS[dtype].BYTES_PER_ELEMENT;
      assertEquals(start, at);
      assertEquals(start % size, 0);
      assertEquals(end - start, shape.reduce((a, b) => a * b, size));
      at = end;
    }
    assertEquals(at, values.length);
    input.model.dispose();
  });
}

Deno.test("encodeSafetensors() has all weights, by their names", async () => {
  const input = sevenLayers();
  const { entries, tensor } = await encoded(input, "float32");
  assertEquals(Object.keys(entries).length, input.model.weights.length);
  for (const layer of input.model.layers) {
    for (const [name, { shape, values }] of await weightsOf(layer)) {
      assertEquals(entries[`${layer.name}/${name}`].shape, shape);
      assertEquals(tensor(`${layer.name}/${name}`), [...values]);
    }
  }
  input.model.dispose();
});

Deno.test("encodeSafetensors() has a scale for each output of a kernel in int8", async () => {
  const input = sevenLayers();
  const { entries, tensor } = await encoded(input, "int8");
  const { shape, values } = (await weightsOf(input.model.getLayer("conv3")))
    .get("kernel")!;
  assertEquals(entries["conv3/kernel"], {
    ...entries["conv3/kernel"],
    dtype: "I8",
    shape,
  });
  const scales = tensor("conv3/kernel_scale");
  assertEquals(scales.length, shape[3]);
  tensor("conv3/kernel").forEach((whole, index) => {
    const scale = scales[index % scales.length];
    const error = Math.abs(whole * scale - values[index]);
    assert(error <= scale / 2 * (1 + 1e-5), `${error} of ${scale}`);
  });
  assertEquals(entries["conv3/bias"].dtype, "F32");
  input.model.dispose();
});

Deno.test("encodeSafetensors() says in its metadata what the weights belong to", async () => {
  const input = stockLayers();
  const { metadata } = await encoded(input, "float16");
  const { format, precision, classes, layers, ...rest } = metadata;
  assertEquals({ format, precision }, { format: "tf", precision: "float16" });
  assertEquals(JSON.parse(classes), ["a", "b", "c"]);
  assertEquals(JSON.parse(rest.normalization), normalization);
  assertEquals(
    JSON.parse(layers).map((layer: { config: { name: string } }) =>
      layer.config.name
    ),
    input.model.layers.slice(1).map(({ name }) => name),
  );
  input.model.dispose();
});
