/**
 * A small SavedModel: `product = x · 3` in float32, int64 and uint8, each with a
 * signature; `both`, which also returns x²; and `text`, which writes strings small.
 *
 * @module
 */
import { join } from "node:path";
import { DType } from "../../../../lib/tensorflow/ffi/dtypes.ts";
import { encodeMessage } from "../../../../lib/tensorflow/ffi/protobuf.ts";

type Attributes = Readonly<Record<string, Uint8Array>>;

/** `AttrValue`: type = 6, tensor = 8. */
const typeOf = (dtype: number) => encodeMessage([[6, dtype]]);

/** `NodeDef`: name = 1, op = 2, input = 3, attr = 5. */
function node(
  name: string,
  op: string,
  inputs: readonly string[],
  attributes: Attributes,
): Uint8Array {
  return encodeMessage([
    [1, name],
    [2, op],
    ...inputs.map((input) => [3, input] as const),
    ...Object.entries(attributes).map(([key, value]) =>
      [5, encodeMessage([[1, key], [2, value]])] as const
    ),
  ]);
}

/** `TensorProto` of the scalar 3: dtype = 1, tensor_shape = 2, tensor_content = 4. */
function three(dtype: number): Uint8Array {
  const content = dtype === DType.FLOAT
    ? new Uint8Array(Float32Array.of(3).buffer)
    : dtype === DType.INT64
    ? new Uint8Array(BigInt64Array.of(3n).buffer)
    : Uint8Array.of(3);
  const tensor = encodeMessage([[1, dtype], [2, new Uint8Array()], [
    4,
    content,
  ]]);
  return encodeMessage([[8, tensor]]);
}

const dtypes = {
  serving_default: DType.FLOAT,
  int64: DType.INT64,
  uint8: DType.UINT8,
};

function nodes(name: string, dtype: number): Uint8Array[] {
  const type = typeOf(dtype);
  return [
    node(`${name}_x`, "Placeholder", [], { dtype: type }),
    node(`${name}_three`, "Const", [], { dtype: type, value: three(dtype) }),
    node(`${name}_product`, "Mul", [`${name}_x`, `${name}_three`], { T: type }),
    node(`${name}_square`, "Mul", [`${name}_x`, `${name}_x`], { T: type }),
  ];
}

/** An entry of `SignatureDef`'s maps; `TensorInfo`: name = 1, dtype = 2, shape = 3. */
function tensorInfo(key: string, name: string, dtype: number): Uint8Array {
  const anyVector = encodeMessage([[2, encodeMessage([[1, -1]])]]);
  const info = encodeMessage([[1, `${name}:0`], [2, dtype], [3, anyVector]]);
  return encodeMessage([[1, key], [2, info]]);
}

/** An entry of `MetaGraphDef.signature_def`: inputs = 1, outputs = 2. */
function signature(
  name: string,
  prefix: string,
  dtype: number,
  outputs: readonly string[],
): Uint8Array {
  const definition = encodeMessage([
    [1, tensorInfo("x", `${prefix}_x`, dtype)],
    ...outputs.map((output) =>
      [2, tensorInfo(output, `${prefix}_${output}`, dtype)] as const
    ),
  ]);
  return encodeMessage([[1, name], [2, definition]]);
}

/** Writes the model into a folder. */
export async function writeSavedModel(folder: string): Promise<void> {
  const graph = encodeMessage([
    ...Object.entries(dtypes).flatMap(([name, dtype]) =>
      nodes(name, dtype).map((one) => [1, one] as const)
    ),
    [1, node("text_x", "Placeholder", [], { dtype: typeOf(DType.STRING) })],
    [1, node("text_small", "StringLower", ["text_x"], {})],
    [4, encodeMessage([[1, 1087]])], // versions.producer
  ]);
  // MetaGraphDef: meta_info_def = 1 (tags = 4), graph_def = 2, signature_def = 5
  const meta = encodeMessage([
    [1, encodeMessage([[4, "serve"]])],
    [2, graph],
    ...Object.entries(dtypes).map(([name, dtype]) =>
      [5, signature(name, name, dtype, ["product"])] as const
    ),
    [5, signature("text", "text", DType.STRING, ["small"])],
    [
      5,
      signature("both", "serving_default", DType.FLOAT, ["product", "square"]),
    ],
  ]);
  await Deno.writeFile(
    join(folder, "saved_model.pb"),
    encodeMessage([[1, 1], [2, meta]]),
  );
}
