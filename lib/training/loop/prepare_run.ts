import type { Dataset, Digits } from "../../data/digits.ts";
import { pixelStatistics } from "../../data/statistics.ts";
import { Evaluator } from "../../evaluation/evaluate.ts";
import type { Evaluation } from "../../evaluation/score.ts";
import { type DeviceDigits, toDevice } from "../../model/input.ts";
import type { Normalization } from "../../model/normalization.ts";
import {
  compile,
  type CompiledFunction,
  setRandomSeed,
  type tf,
} from "../../tensorflow/mod.ts";
import type { Checkpoints } from "../checkpoints/checkpoints.ts";
import { startTogether } from "../data_parallel/start.ts";
import { createDistillation } from "../distillation.ts";
import { withDrawnDigits } from "../drawn_digits.ts";
import { type BestWeights, createBestWeights } from "../early_stopping.ts";
import { type Position, startOfRun } from "../run_position.ts";
import type { Recipe } from "../recipes/recipes.ts";
import type { SoftTargets } from "../soft_targets.ts";
import { type TrainingStep, trainingStep } from "../training_step.ts";
import { createStepPlan, type StepPlan } from "../step_plan.ts";
import { createAverage, type WeightAverage } from "../weights/average.ts";
import { createOptimizer, type Optimizer } from "../weights/optimizer.ts";
import { allVariables, trainableVariables } from "../weights/variables.ts";

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
  inputs: RunInputs,
): PreparedRun {
  const { normalization = pixelStatistics(dataset.train) } = inputs;
  const { softTargets, checkpoints } = inputs;
  requireClasses(model, dataset);
  using cleanup = new DisposableStack();
  const own: Own = (resource) =>
    cleanup.adopt(resource, () => resource.dispose());

  setRandomSeed(recipe.seed);
  const trainSet = own(toDevice(trainingImages(dataset, recipe))); // bytes [60000, 28, 28, 1]
  const testSet = own(toDevice(dataset.test)); // bytes [10000, 28, 28, 1]
  const distillation = recipe.distillation || softTargets
    ? own(createDistillation(recipe.distillation, softTargets, trainSet.count))
    : undefined;
  const states = createStates(model, dataset, recipe, own);
  const { augmentation, labelSmoothing, precision } = recipe;
  const step = cleanup.use(compile(
    trainingStep(model, trainSet, normalization, states.optimizer, {
      augmentation,
      labelSmoothing,
      distillation,
      average: states.average,
      synchronized: inputs.synchronized,
    }),
    { record: inputs.recorded, bfloat16: precision === "bfloat16" },
  ));
  const evaluator = cleanup.use(new Evaluator(model, normalization));
  const position = restorePosition(model, states, checkpoints);
  const plan = createStepPlan(
    recipe,
    trainSet.count,
    position.history,
    distillation?.targets.versions,
  );

  const owned = cleanup.move();
  return {
    ...{ model, recipe, normalization, trainSet, testSet },
    ...{ step, plan, evaluator, position },
    average: states.average,
    best: states.best,
    [Symbol.dispose]: () => owned.dispose(),
  };
}

/** Takes charge of a resource, and returns it. */
type Own = <Resource extends { dispose(): void }>(
  resource: Resource,
) => Resource;

/** What training updates besides the weights, and checkpoints save. */
interface States {
  readonly optimizer: Optimizer;
  readonly average: WeightAverage | undefined;
  readonly best: BestWeights | undefined;
}

function trainingImages(
  { train }: Dataset,
  { drawn, seed }: Recipe,
): Digits {
  return drawn ? withDrawnDigits(train, drawn, seed) : train;
}

function createStates(
  model: tf.LayersModel,
  dataset: Dataset,
  { optimizer, averaging, earlyStopping }: Recipe,
  own: Own,
): States {
  const weights = allVariables(model);
  return {
    optimizer: own(createOptimizer(trainableVariables(model), optimizer)),
    average: averaging && own(createAverage(weights, averaging)),
    best: earlyStopping &&
      own(createBestWeights(weights, earlyStopping, dataset)),
  };
}

/** Restores the newest checkpoint, if there is one, alike in all tasks of a cluster. */
function restorePosition(
  model: tf.LayersModel,
  { optimizer, average, best }: States,
  checkpoints: Checkpoints | undefined,
): Position {
  const position = checkpoints?.restore(model, { optimizer, average, best }) ??
    startOfRun();
  const variables = [optimizer, average, best]
    .flatMap((each) => each?.state ?? []);
  return startTogether(position, [...allVariables(model), ...variables]);
}

function requireClasses(model: tf.LayersModel, { train }: Dataset): void {
  const required = train.classes.length;
  const classes = model.outputs[0].shape.at(-1)!;
  if (classes >= required) return;
  throw new RangeError(
    `Cannot train: the network's last layer must have a unit for each of the ${required} classes: current count is ${classes}`,
  );
}
