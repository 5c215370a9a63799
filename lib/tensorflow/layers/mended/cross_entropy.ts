import { tensorFlowBackend } from "../../backend/active.ts";
import { crossEntropy } from "../../ops/raw_operations.ts";
import { tf } from "../../tfjs.ts";

/** TensorFlow.js's losses, as an object whose members can be replaced. */
type Losses = { softmaxCrossEntropy: typeof tf.losses.softmaxCrossEntropy };

/** `tf.losses.softmaxCrossEntropy` is one operation, its gradient another. */
export function mendCrossEntropy(): void {
  const losses = tf.losses as Losses;
  const stock = losses.softmaxCrossEntropy;
  losses.softmaxCrossEntropy = (
    labels,
    logits,
    weights,
    smoothing = 0,
    reduction,
  ) => {
    const isWeighted = weights !== undefined && weights !== null;
    if (
      !isFusible(labels, logits) ||
      isWeighted && !(weights instanceof tf.Tensor)
    ) {
      return stock(labels, logits, weights, smoothing, reduction);
    }
    const [given, input] = [labels, logits] as tf.Tensor[];
    return tf.tidy(() => {
      const target = smoothing > 0
        ? given.mul(1 - smoothing).add(smoothing / input.shape[1]!)
        : given;
      const each = perExample(target, input);
      return tf.losses.computeWeightedLoss(each, weights, reduction);
    }) as never;
  };
}

function isFusible(
  labels: unknown,
  logits: unknown,
): boolean {
  return tensorFlowBackend() !== undefined &&
    tf.engine().state.gradientDepth <= 1 &&
    labels instanceof tf.Tensor && logits instanceof tf.Tensor &&
    logits.rank === 2 && logits.size > 0 &&
    tf.util.arraysEqual(labels.shape, logits.shape) &&
    [labels, logits].every(({ dtype }) => dtype === "float32");
}

/** Each example's loss, [batch]. */
function perExample(labels: tf.Tensor, logits: tf.Tensor): tf.Tensor {
  const withGradient = tf.customGrad((...args) => {
    const [target, input, save] = args as [
      tf.Tensor,
      tf.Tensor,
      tf.GradSaveFunc,
    ];
    const [value, gradient] = crossEntropy(input, target);
    save([gradient]);
    return {
      value,
      gradFunc: (dy, [gradient]) => {
        const byLogits = (dy as tf.Tensor).expandDims(1).mul(gradient);
        // As in TensorFlow.js, whose gradient by the labels is this
        return [byLogits.neg(), byLogits];
      },
    };
  });
  return withGradient(labels, logits);
}
