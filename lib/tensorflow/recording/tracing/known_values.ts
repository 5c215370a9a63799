import type { Binding } from "../../backend/binding.ts";
import type { ReadValues, Values } from "../../eager/host_tensor.ts";
import type { TensorMetadata } from "../../eager/tensor_table.ts";
import type { Address } from "../../ffi/symbols.ts";
import type { Attribute } from "../../op_definitions/attributes.ts";
import type { SymbolicTensor } from "../graph/symbolic_tensor.ts";

/** Computes the outputs of a graph node. */
type Compute = () => readonly TensorMetadata[];

/** Operations whose result isn't the same each time. */
const changing = /Random|Multinomial|Dataset|Iterator|TensorArray|Queue|Stack/;

/**
 * The values that are there while a function is recorded: constants, tensors from
 * outside, and what is computed of these alone, such as the shapes in a graph
 * model. Each is computed when it is read for the first time.
 */
export class KnownValues {
  readonly #binding: Binding;
  readonly #operations = new Map<Address, Compute>();
  /** TensorFlow's tensors that were made to compute them. */
  readonly #ids: number[] = [];

  constructor(binding: Binding) {
    this.#binding = binding;
  }

  /** Notes the values of a constant, or of a tensor from outside. */
  add(
    { operation, shape, dtype }: SymbolicTensor,
    read: () => Values,
  ): void {
    this.#note(operation, () => {
      const { tensors } = this.#binding;
      const id = tensors.create(shape, dtype, read());
      return [{ id, shape, dtype }];
    });
  }

  /** Notes an operation, if its inputs are known. */
  addOperation(
    name: string,
    attributes: Attribute[],
    inputs: readonly SymbolicTensor[],
    outputs: readonly SymbolicTensor[],
  ): void {
    const known = inputs.every(({ operation }) =>
      this.#operations.has(operation)
    );
    if (!known || outputs.length === 0 || changing.test(name)) return;
    const { operation } = outputs[0];
    this.#note(operation, () => {
      const ids = inputs.map((input) => this.#compute(input).id);
      return this.#binding.compute(name, attributes, ids, outputs.length);
    });
  }

  /** Whether a tensor's values are known. */
  has({ operation }: SymbolicTensor): boolean {
    return this.#operations.has(operation);
  }

  /** The values of a tensor that {@linkcode has} knows. */
  read(tensor: SymbolicTensor): ReadValues {
    return this.#binding.tensors.read(this.#compute(tensor).id);
  }

  /** Frees what was computed. */
  end(): void {
    for (const id of this.#ids) this.#binding.tensors.delete(id);
    this.#operations.clear();
  }

  #note(operation: Address, compute: Compute): void {
    this.#operations.set(operation, () => {
      const outputs = compute();
      this.#ids.push(...outputs.map(({ id }) => id));
      this.#operations.set(operation, () => outputs);
      return outputs;
    });
  }

  #compute({ operation, index }: SymbolicTensor): TensorMetadata {
    return this.#operations.get(operation)!()[index];
  }
}
