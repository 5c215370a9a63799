import { BACKEND_NAME } from "../../backend/engine_state.ts";
import { tensorFlowBackend } from "../../backend/active.ts";
import { numeric } from "../../mended/replace.ts";
import { crossEntropy } from "../../ops/raw_operations.ts";
import { tf } from "../../tfjs.ts";

/** TensorFlow.js's losses, as an object whose members can be replaced. */
type Losses = { softmaxCrossEntropy: typeof tf.losses.softmaxCrossEntropy };

const FUSED = "SoftmaxCrossEntropyWithLogits";

/**
 * `tf.losses.softmaxCrossEntropy` is one operation, its gradient another. Where a
 * gradient is itself differentiated, it is composed of small ones: TensorFlow.js's
 * own takes a part of its gradient for a constant. It also divides the smoothing
 * among as many classes as axis 1 has, whichever axis they are on, and its
 * gradient by the labels is another function's.
 */
export function mendCrossEntropy(): void {
  registerFused();
  const losses = tf.losses as Losses;
  const stock = losses.softmaxCrossEntropy;
  losses.softmaxCrossEntropy = (
    labels,
    logits,
    weights,
    smoothing = 0,
    reduction,
  ) =>
    tf.tidy("softmaxCrossEntropy", () => {
      const [given, input] = [numeric(labels), numeric(logits)];
      if (
        !given || !input || input.rank === 0 ||
        weights && !numeric(weights) ||
        !tf.util.arraysEqual(given.shape, input.shape)
      ) {
        return stock(labels, logits, weights, smoothing, reduction);
      }
      const target = smoothing > 0
        ? tf.add(
          tf.mul(given, 1 - smoothing),
          smoothing / input.shape.at(-1)!,
        )
        : given;
      return tf.losses.computeWeightedLoss(
        perExample(target, input),
        weights ?? undefined,
        reduction,
      );
    }) as never;
}

/** Each example's loss, [...batch]. */
function perExample(labels: tf.Tensor, logits: tf.Tensor): tf.Tensor {
  if (isFusible(labels, logits)) {
    const outputs = tf.engine().runKernel(FUSED, { logits, labels });
    return (outputs as unknown as tf.Tensor[])[0];
  }
  const logarithms = tf.logSoftmax(tf.cast(logits, "float32"));
  return tf.neg(tf.sum(tf.mul(logarithms, labels), -1));
}

function isFusible(labels: tf.Tensor, logits: tf.Tensor): boolean {
  return tensorFlowBackend() !== undefined &&
    tf.engine().state.gradientDepth <= 1 &&
    logits.rank === 2 && logits.size > 0 &&
    [labels, logits].every(({ dtype }) => dtype === "float32");
}

/** A kernel that also returns its gradient by the logits, [batch, classes]. */
function registerFused(): void {
  tf.registerKernel({
    kernelName: FUSED,
    backendName: BACKEND_NAME,
    kernelFunc: ({ inputs }) => {
      const { logits, labels } = inputs as Record<string, tf.Tensor>;
      return crossEntropy(logits, labels);
    },
  });
  tf.registerGradient({
    kernelName: FUSED,
    inputsToSave: ["logits"],
    outputsToSave: [false, true],
    gradFunc: (dys, [logits, gradient]) => {
      const dy = () => tf.expandDims((dys as tf.Tensor[])[0], 1);
      return {
        logits: () => tf.mul(dy(), gradient),
        labels: () => tf.neg(tf.mul(dy(), tf.logSoftmax(logits))),
      };
    },
  });
}
