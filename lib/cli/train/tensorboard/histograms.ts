import { type summary, tf } from "../../../tensorflow/mod.ts";
import { batchGradients } from "../../../training/batch_gradients.ts";
import { trainableVariables } from "../../../training/weights/variables.ts";
import type { LoggedRun } from "./logged_run.ts";

/**
 * Writes how the values of each trainable weight are distributed, and those of its
 * gradient for one batch.
 */
export function writeHistograms(
  writer: summary.SummaryWriter,
  { model, dataset, normalization, run }: LoggedRun,
  step: number,
): void {
  const names = model.trainableWeights.map((weight) => weight.originalName);
  trainableVariables(model).forEach((weight, index) =>
    writer.histogram(`weights/${names[index]}`, weight, step)
  );
  const { config: { recipe } } = run;
  const gradients = batchGradients(model, dataset.train, normalization, recipe);
  try {
    gradients.forEach((gradient, index) =>
      writer.histogram(`gradients/${names[index]}`, gradient, step)
    );
  } finally {
    tf.dispose(gradients);
  }
}
