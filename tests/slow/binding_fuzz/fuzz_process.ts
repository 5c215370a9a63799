/**
 * Calls the binding with anything, op by op and recorded: each call must return
 * or throw an Error, and nothing may be left. In a process of its own, because
 * what this looks for ends the process.
 *
 * Arguments: the number of runs and the seed. Writes the counts of calls that
 * returned and that were refused, as JSON.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Attribute } from "../../../lib/tensorflow/op_definitions/attributes.ts";
import { AttrType, DType } from "../../../lib/tensorflow/ffi/dtypes.ts";
import type { Values } from "../../../lib/tensorflow/eager/host_tensor.ts";
import { compile, tf } from "../../../lib/tensorflow/mod.ts";
import { alive, backend, binding } from "../../support/tensorflow.ts";

const [runs, seed] = Deno.args.map(Number);

const { STRING, INT, FLOAT, BOOL, TYPE, SHAPE } = AttrType;

/** An operation as it should be called: what is drawn begins from this. */
interface Template {
  readonly op: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly attributes: readonly Attribute[];
}

function template(
  op: string,
  inputs: number,
  attributes: Record<string, [type: number, value: unknown]> = {},
  outputs = 1,
): Template {
  return {
    op,
    inputs,
    outputs,
    attributes: Object.entries(attributes)
      .map(([name, [type, value]]) => ({ name, type, value })),
  };
}

const T: [number, number] = [TYPE, DType.FLOAT];
const int32: [number, number] = [TYPE, DType.INT32];
const strides: [number, unknown] = [INT, [1, 1, 1, 1]];
const padding: [number, unknown] = [STRING, "SAME"];

/** Each kind of attribute, lists of inputs, several outputs, none; no such op. */
const templates = [
  template("Identity", 1, { T }),
  template("AddV2", 2, { T }),
  template("MatMul", 2, { T, transpose_a: [BOOL, true] }),
  template("ConcatV2", 3, { N: [INT, 2], T, Tidx: int32 }),
  template("Pack", 2, { N: [INT, 2], T, axis: [INT, 0] }),
  template("IdentityN", 2, { T: [TYPE, [DType.FLOAT, DType.INT32]] }, 2),
  template("Split", 2, { T, num_split: [INT, 2] }, 2),
  template("Unpack", 1, { T, num: [INT, 2], axis: [INT, 0] }, 2),
  template("Reshape", 2, { T, Tshape: int32 }),
  template("Transpose", 2, { T, Tperm: int32 }),
  template("Slice", 3, { T, Index: int32 }),
  template("Pad", 2, { T, Tpaddings: int32 }),
  template("Tile", 2, { T, Tmultiples: int32 }),
  template("GatherV2", 3, { Tparams: T, Tindices: int32, Taxis: int32 }),
  template("OneHot", 4, { T, TI: int32, axis: [INT, -1] }),
  template("Conv2D", 2, { T, strides, padding, dilations: strides }),
  template("MaxPool", 1, { T, ksize: strides, strides, padding }),
  template("BiasAdd", 2, { T, data_format: [STRING, "NHWC"] }),
  template("Sum", 2, { T, Tidx: int32, keep_dims: [BOOL, false] }),
  template("ArgMax", 2, { T, Tidx: int32, output_type: int32 }),
  template("Cast", 1, { SrcT: T, DstT: int32 }),
  template("Range", 3, { Tidx: int32 }),
  template("TopKV2", 2, { T, sorted: [BOOL, true] }, 2),
  template("Einsum", 2, { N: [INT, 2], T, equation: [STRING, "ij,jk->ik"] }),
  template("LeakyRelu", 1, { T, alpha: [FLOAT, 0.1] }),
  template("EnsureShape", 1, { T, shape: [SHAPE, [2, -1]] }),
  template("FusedBatchNormV3", 5, { T, U: T, is_training: [BOOL, true] }, 6),
  template("_FusedMatMul", 3, {
    T,
    num_args: [INT, 1],
    fused_ops: [STRING, ["BiasAdd"]],
  }),
  template("StatelessRandomUniform", 2, { dtype: T, T: int32, Tseed: int32 }),
  template("StringLower", 1),
  template("StringJoin", 2, { N: [INT, 2] }),
  template("VarHandleOp", 0, { dtype: T, shape: [SHAPE, [2]] }),
  template("ReadVariableOp", 1, { dtype: T }),
  template("Placeholder", 0, { dtype: T, shape: [SHAPE, [2]] }),
  template("Const", 0, { dtype: T }),
  template("NoOp", 0, {}, 0),
  template("_Arg", 0, { T, index: [INT, 0] }),
  template("_Retval", 1, { T, index: [INT, 0] }, 0),
  template("NoSuchOp", 1, { T }),
  template("", 0),
];
const numbers = fc.oneof(
  fc.constantFrom(0, 1, 2, 3, 7, -1, NaN, Infinity, -0, 1.5, 2 ** 31, 2 ** 53),
  fc.integer({ min: -5, max: 30 }),
);
const scalar = fc.oneof(
  { weight: 6, arbitrary: numbers },
  fc.boolean(),
  fc.constantFrom("SAME", "VALID", "NHWC", "ij,jk->ik", "", "ü\0", null),
  fc.constant(undefined),
);
const type = fc.constantFrom(...Object.values(DType), 0, 99, -1);
const attributeValue = fc.oneof(
  { weight: 3, arbitrary: type },
  { weight: 2, arbitrary: scalar },
  fc.array(fc.oneof(type, scalar), { maxLength: 5 }),
  fc.array(fc.array(numbers, { maxLength: 4 }), { maxLength: 3 }),
  fc.constant(new Array(300).fill(1)),
);
/** Attributes as they should be, one in five with another value or type. */
const attributesLike = (given: readonly Attribute[]) =>
  fc.tuple(...given.map((attribute) =>
    fc.oneof(
      { weight: 8, arbitrary: fc.constant(attribute) },
      attributeValue.map((value) => ({ ...attribute, value })),
      fc.constantFrom(...Object.values(AttrType), 99, NaN)
        .map((type) => ({ ...attribute, type })),
    )
  ));
const extra = fc.record({
  name: fc.constantFrom("T", "N", "_class", "_output_shapes", "", "ü\0"),
  type: fc.constantFrom<number>(...Object.values(AttrType)),
  value: attributeValue,
});

const size = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 4 }) },
  fc.constantFrom(-1, 1.5, NaN, 2 ** 31, 2 ** 40, 2 ** 53),
);
const shape = fc.oneof(
  { weight: 8, arbitrary: fc.array(size, { maxLength: 4 }) },
  fc.constant(new Array(300).fill(1)),
);
const values: fc.Arbitrary<unknown> = fc.oneof(
  fc.float32Array({ maxLength: 9 }),
  fc.int32Array({ maxLength: 9 }),
  fc.uint8Array({ maxLength: 9 }),
  fc.bigInt64Array({ maxLength: 9 }),
  fc.array(scalar, { maxLength: 9 }),
  fc.array(fc.string(), { maxLength: 9 }),
  fc.constant(undefined),
);
const dtype = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...Object.values(DType)) },
  fc.constantFrom(0, -1, 99, 101, NaN),
);

/** A tensor that fits, or anything. */
const creation = fc.oneof(
  fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4 }).map((sizes) => ({
    shape: sizes,
    dtype: DType.FLOAT as number,
    values: new Float32Array(sizes.reduce((a, b) => a * b, 1)) as unknown,
  })),
  fc.record({ shape, dtype, values }),
);
/** Which of the tensors that were made, or any number. */
const input = fc.oneof(
  { weight: 12, arbitrary: fc.nat(3) },
  fc.constantFrom(-1, 0.5, 99, NaN),
);
const call = fc.constantFrom(...templates).chain((like) =>
  fc.record({
    op: fc.constant(like.op),
    attributes: fc.oneof(
      { weight: 6, arbitrary: attributesLike(like.attributes) },
      fc.subarray([...like.attributes]),
      fc.tuple(...like.attributes.map((one) => fc.constant(one)), extra),
    ),
    inputs: fc.oneof(
      {
        weight: 6,
        arbitrary: fc.array(input, {
          minLength: like.inputs,
          maxLength: like.inputs,
        }),
      },
      fc.array(input, { maxLength: 5 }),
    ),
    outputs: fc.oneof(
      { weight: 6, arbitrary: fc.constant(like.outputs) },
      fc.constantFrom(-1, 0, 0.5, 1, 2, NaN, 2 ** 31),
    ),
  })
);

const counts = { returned: 0, refused: 0 };

/** What `attempt` returns; nothing if it throws, which must be an Error. */
function tried<T>(attempt: () => T): T | undefined {
  try {
    const result = attempt();
    counts.returned++;
    return result;
  } catch (error) {
    assert(error instanceof Error, `thrown: ${error}`);
    counts.refused++;
  }
}

/** Makes tensors, runs operations on them, reads and frees everything. */
function exercise(
  creations: { shape: number[]; dtype: number; values: unknown }[],
  calls: typeof call extends fc.Arbitrary<infer T> ? T[] : never,
): void {
  const ids: number[] = [];
  for (const { shape, dtype, values } of creations) {
    const id = tried(() =>
      binding.createTensor(shape, dtype, values as Values)
    );
    if (id !== undefined) ids.push(id);
  }
  for (const { op, attributes, inputs, outputs } of calls) {
    const given = inputs.map((index) => ids[index] ?? index);
    const results = tried(() =>
      binding.executeOp(op, attributes, given, outputs)
    );
    if (results) ids.push(...results.map(({ id }) => id));
  }
  for (const id of ids) tried(() => binding.tensorDataSync(id));
  for (const id of ids) binding.deleteTensor(id);
  for (const id of ids) tried(() => binding.deleteTensor(id));
}

const before = alive();
const scripts = fc.tuple(
  fc.array(creation, { minLength: 1, maxLength: 4 }),
  fc.array(call, { maxLength: 5 }),
);
fc.assert(
  fc.property(scripts, ([creations, calls]) => {
    exercise(creations, calls);
    assertEquals(alive(), before);
    using recorded = compile(() => {
      exercise(creations, calls);
      return tf.scalar(1);
    });
    tried(() => recorded().dispose());
    assertEquals(alive(), before);
  }),
  { numRuns: runs, seed },
);
assertEquals(backend.binding.recorder, undefined);
console.log(JSON.stringify(counts));
