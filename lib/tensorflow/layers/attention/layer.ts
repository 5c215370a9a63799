import { tf } from "../../tfjs.ts";
import { seedLayer } from "../seeded.ts";
import {
  type AttentionOptions,
  type CallOptions,
  sameOptions,
} from "./options.ts";

/** A shape; null is a size that isn't known yet. */
export type Shape = (number | null)[];

/** A layer whose calls take other tensors and options than its input. */
export abstract class AttentionLayer extends tf.layers.Layer {
  #returnsScores = false;
  /** How the layer is called in models, whose execution passes no options. */
  #inModels: CallOptions | undefined;

  constructor(args: { readonly seed?: number | null }) {
    super(args as never);
    seedLayer(this, args.seed);
  }

  /** Whether the last call returned the scores, too. */
  protected get returnsScores(): boolean {
    return this.#returnsScores;
  }

  /**
   * @param inputs The query, or [query, value], [query, value, key] or [query,
   * value, key, attention mask].
   */
  override apply(
    inputs: Parameters<tf.layers.Layer["apply"]>[0],
    options: AttentionOptions = {},
  ): ReturnType<tf.layers.Layer["apply"]> {
    const { value, key, ...kwargs } = options as typeof options & {
      attentionMask?: unknown;
    };
    const all = [inputs].flat() as tf.SymbolicTensor[];
    if (value) all[1] = value as tf.SymbolicTensor;
    if (key) {
      all[1] ??= all[0];
      all[2] = key as tf.SymbolicTensor;
    }
    if (kwargs.attentionMask instanceof tf.SymbolicTensor) {
      all[1] ??= all[0];
      all[2] ??= all[1];
      all[3] = kwargs.attentionMask;
      delete kwargs.attentionMask;
    }
    if (all[0] instanceof tf.SymbolicTensor) {
      this.#inModels = sameOptions(this.name, kwargs, this.#inModels);
    }
    const settled = { ...this.#inModels, ...kwargs };
    this.#returnsScores = settled.returnAttentionScores ?? false;
    return super.apply(all.length === 1 ? all[0] : all, settled as never);
  }

  /** The output and the scores, [batch, heads, query's length, key's length]. */
  callAndReturnAttentionScores(
    query: Parameters<tf.layers.Layer["apply"]>[0],
    options: AttentionOptions = {},
  ): (tf.Tensor | tf.SymbolicTensor)[] {
    const scored = { ...options, returnAttentionScores: true };
    return this.apply(query, scored) as (tf.Tensor | tf.SymbolicTensor)[];
  }

  override computeMask(
    _inputs: tf.Tensor | tf.Tensor[],
    mask?: tf.Tensor | tf.Tensor[],
  ): tf.Tensor | tf.Tensor[] {
    const own = [mask].flat()[0] as tf.Tensor;
    // The scores have none
    return this.#returnsScores ? [own, null as unknown as tf.Tensor] : own;
  }
}

/** The shapes of a layer's inputs. */
export function shapesOf(shape: Shape | Shape[]): Shape[] {
  return (Array.isArray(shape[0]) ? shape : [shape]) as Shape[];
}
