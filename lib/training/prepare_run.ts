import type { Dataset } from "../data/digits.ts";
import { pixelStatistics } from "../data/statistics.ts";
import { type Evaluation, Evaluator } from "../evaluation/evaluate.ts";
import { type DeviceDigits, toDevice } from "../model/input.ts";
import type { Normalization } from "../model/normalization.ts";
import {
  compile,
  type CompiledFunction,
  setRandomSeed,
  type tf,
} from "../tensorflow/mod.ts";
import type { Checkpoints } from "./checkpoints/checkpoints.ts";
import { startTogether } from "./data_parallel/start.ts";
import { createDistillation } from "./distillation.ts";
import { withDrawnDigits } from "./drawn_digits.ts";
import { type BestWeights, createBestWeights } from "./early_stopping.ts";
import { type Position, startOfRun } from "./run_position.ts";
import type { Recipe } from "./recipes/recipes.ts";
import type { SoftTargets } from "./soft_targets.ts";
import { type TrainingStep, trainingStep } from "./training_step.ts";
import { createStepPlan, type StepPlan } from "./step_plan.ts";
import { createAverage, type WeightAverage } from "./weights/average.ts";
import { createOptimizer } from "./weights/optimizer.ts";
import { allVariables, trainableVariables } from "./weights/variables.ts";

/** What a run may start from besides a model, digits and a recipe. */
export interface RunInputs {
  /** The training set's mean and standard deviation, if they are known already. */
  readonly normalization?: Normalization;
  /** Resumes the run from the newest checkpoint, and saves new ones. */
  readonly checkpoints?: Checkpoints;
  /** The teachers' answers, for a recipe with distillation. */
  readonly softTargets?: SoftTargets;
  /**
   * False executes the step op by op instead of recording it: slower, and rounded
   * differently. Default true.
   */
  readonly recorded?: boolean;
  /** See {@linkcode StepOptions.synchronized}. Default false. */
  readonly synchronized?: boolean;
}

/** Everything that a run uses from its first step to its last. */
export interface PreparedRun extends Disposable {
  readonly model: tf.LayersModel;
  readonly recipe: Recipe;
  readonly normalization: Normalization;
  readonly trainSet: DeviceDigits;
  readonly testSet: DeviceDigits;
  /** Updates the weights from one batch and returns its mean loss. */
  readonly step: CompiledFunction<Parameters<TrainingStep>, tf.Tensor>;
  readonly plan: StepPlan;
  readonly evaluator: Evaluator;
  /** Undefined if the recipe does not average the weights. */
  readonly average: WeightAverage | undefined;
  /** Undefined if the recipe does not stop early. */
  readonly best: BestWeights | undefined;
  /** Changes as the run goes on. */
  readonly position: Position;
  /** Answers to the test set of the epoch that counts so far: the last, or the best. */
  answers?: { readonly epoch: number; readonly test: Evaluation };
}

/**
 * Copies both sets to the backend, creates what the recipe asks for, and restores the
 * newest checkpoint.
 *
 * @returns The run, for the caller to dispose; the model is left alone.
 * @throws {RangeError} if the model has fewer classes than the dataset, or a setting of
 * the recipe is out of range or does not go with the dataset or the soft targets.
 * @throws {CheckpointError} if the checkpoint belongs to another architecture.
 */
export function prepareRun(
  model: tf.LayersModel,
  dataset: Dataset,
  recipe: Recipe,
  {
    normalization = pixelStatistics(dataset.train),
    checkpoints,
    softTargets,
    recorded,
    synchronized,
  }: RunInputs,
): PreparedRun {
  const { augmentation, labelSmoothing, averaging, earlyStopping } = recipe;
  requireClasses(model, dataset);
  using cleanup = new DisposableStack();
  const own = <Resource extends { dispose(): void }>(resource: Resource) =>
    cleanup.adopt(resource, () => resource.dispose());

  setRandomSeed(recipe.seed);
  const images = recipe.drawn
    ? withDrawnDigits(dataset.train, recipe.drawn, recipe.seed)
    : dataset.train;
  const trainSet = own(toDevice(images)); // bytes [60000, 28, 28, 1]
  const testSet = own(toDevice(dataset.test)); // bytes [10000, 28, 28, 1]
  const distillation = recipe.distillation || softTargets
    ? own(createDistillation(recipe.distillation, softTargets, trainSet.count))
    : undefined;

  const trainable = trainableVariables(model);
  const weights = allVariables(model);
  const optimizer = own(createOptimizer(trainable, recipe.optimizer));
  const average = averaging && own(createAverage(weights, averaging));
  const best = earlyStopping &&
    own(createBestWeights(weights, earlyStopping, dataset));

  const step = cleanup.use(compile(
    trainingStep(model, trainSet, normalization, optimizer, {
      augmentation,
      labelSmoothing,
      distillation,
      average,
      synchronized,
    }),
    { record: recorded, bfloat16: recipe.precision === "bfloat16" },
  ));
  const evaluator = cleanup.use(new Evaluator(model, normalization));

  const restored = checkpoints?.restore(model, { optimizer, average, best }) ??
    startOfRun();
  const states = [optimizer, average, best].flatMap((each) =>
    each?.state ?? []
  );
  const position = startTogether(restored, [...weights, ...states]);
  const plan = createStepPlan(
    recipe,
    trainSet.count,
    position.history,
    distillation?.targets.versions,
  );

  const owned = cleanup.move();
  return {
    model,
    recipe,
    normalization,
    trainSet,
    testSet,
    step,
    plan,
    evaluator,
    average,
    best,
    position,
    [Symbol.dispose]: () => owned.dispose(),
  };
}

function requireClasses(model: tf.LayersModel, { train }: Dataset): void {
  const required = train.classes.length;
  const classes = model.outputs[0].shape.at(-1)!;
  if (classes >= required) return;
  throw new RangeError(
    `Cannot train: the network's last layer must have a unit for each of the ${required} classes: current count is ${classes}`,
  );
}
