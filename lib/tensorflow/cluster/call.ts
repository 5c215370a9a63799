import { requireTensorFlowBackend } from "../backend/active.ts";
import type { OperationRecorder } from "../backend/operation_recorder.ts";
import { AttrType, DType } from "../ffi/dtypes.ts";
import type { Attribute } from "../op_definitions/attributes.ts";
import { runOperation } from "../ops/raw_operations.ts";
import { tf } from "../tfjs.ts";
import type { Membership } from "./membership.ts";

/** What tells collectives apart that run at the same time. */
export interface CollectiveOptions {
  /**
   * A name, the same in every task. Only collectives of one kind, shape and dtype
   * that may be under way at the same time need names.
   */
  readonly name?: string;
}

/** All tasks form one group, with this number. */
const GROUP = 1;

/** Runs or records a collective operation with an input of the same shape everywhere. */
export function collective(
  cluster: Membership,
  operation: string,
  kind: string,
  x: tf.Tensor,
  options: CollectiveOptions,
  attributes: readonly Attribute[],
): tf.Tensor {
  return tf.tidy(() =>
    runOperation(
      operation,
      [
        ...attributesOf(cluster, x),
        ...operation.includes("Bcast") ? [] : [
          { name: "Nordering_token", type: AttrType.INT, value: 0 },
        ],
        ...attributes,
      ],
      [x, ...numbersOf(cluster, kind, x, options)],
    )
  );
}

/** The attribute T for a tensor. */
export function typeOf({ dtype }: tf.Tensor): Attribute {
  const value = dtype === "int32" ? DType.INT32 : DType.FLOAT;
  return { name: "T", type: AttrType.TYPE, value };
}

/** Attributes that all collective operations have. */
export function attributesOf(
  { timeout }: Membership,
  x: tf.Tensor,
): Attribute[] {
  return [
    typeOf(x),
    text("communication_hint", "auto"),
    { name: "timeout_seconds", type: AttrType.FLOAT, value: timeout },
  ];
}

/** An attribute that is a text. */
export function text(name: string, value: string): Attribute {
  return { name, type: AttrType.STRING, value };
}

/** How many collectives a recording has so far. */
const recorded = new WeakMap<OperationRecorder, number>();

/** The group's size, its number, and the number of this collective, int32 []. */
export function numbersOf(
  { tasks }: Membership,
  kind: string,
  { dtype, shape }: tf.Tensor,
  { name = "" }: CollectiveOptions,
): tf.Scalar[] {
  const { recorder } = requireTensorFlowBackend(`run a collective`).binding;
  let place = "";
  if (recorder) {
    const count = recorded.get(recorder) ?? 0;
    recorded.set(recorder, count + 1);
    place = `recorded ${count}`;
  }
  // The same in every task, whatever else each has recorded
  const key = hash(JSON.stringify([kind, dtype, shape, name, place]));
  return [tasks.length, GROUP, key].map((each) => tf.scalar(each, "int32"));
}

/** A positive int32 from a text: FNV-1a. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) {
    value = Math.imul(value ^ byte, 0x01000193);
  }
  return value & 0x7fffffff;
}

/** @throws {TypeError} if a tensor is not of a dtype that tasks can exchange. */
export function requireDtype(
  action: string,
  x: tf.Tensor,
  integers: boolean,
): void {
  if (x.dtype === "float32" || (integers && x.dtype === "int32")) return;
  throw new TypeError(
    `Cannot ${action} over tasks: the tensor must be float32${
      integers ? " or int32" : ""
    }: current dtype is ${x.dtype}; cast it`,
  );
}
