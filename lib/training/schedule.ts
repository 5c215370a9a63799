/** The same learning rate throughout. */
export interface ConstantSchedule {
  readonly kind: "constant";
  readonly rate: number;
}

/**
 * Rises from `peak / startFactor` to `peak`, then falls to
 * `peak / startFactor / endFactor`, each along half a cosine (Smith and Topin 2018;
 * defaults as in PyTorch's OneCycleLR).
 */
export interface OneCycleSchedule {
  readonly kind: "oneCycle";
  readonly peak: number;
  /** Share of all steps in which the rate rises. Default 0.3. */
  readonly warmup?: number;
  /** Default 25. */
  readonly startFactor?: number;
  /** Default 10,000. */
  readonly endFactor?: number;
  /**
   * Momentum (Adam's beta1) moves against the rate: from `high` down to `low` at
   * the peak, and back. Without it, the optimizer's momentum stays as it is.
   */
  readonly momentum?: { readonly high: number; readonly low: number };
}

/** Falls from `rate` to 0 along half a cosine (Loshchilov and Hutter 2017). */
export interface CosineSchedule {
  readonly kind: "cosine";
  readonly rate: number;
}

/** Multiplied by `factor` after every `epochs` epochs. */
export interface StepSchedule {
  readonly kind: "step";
  readonly rate: number;
  readonly epochs: number;
  readonly factor: number;
}

/**
 * Multiplied by `factor` whenever the training loss has not fallen, by at least one
 * part in 10,000, for more than `patience` epochs (as in PyTorch's
 * ReduceLROnPlateau). The test loss has no say: the images that score the network
 * must not influence its training.
 */
export interface PlateauSchedule {
  readonly kind: "plateau";
  readonly rate: number;
  readonly factor: number;
  readonly patience: number;
}

/** How the learning rate changes over a run. */
export type ScheduleOptions =
  | ConstantSchedule
  | OneCycleSchedule
  | CosineSchedule
  | StepSchedule
  | PlateauSchedule;

/** The learning rate of a step, counted from 0. */
export type Schedule = (step: number) => number;

/**
 * The learning rate of each step of a run.
 *
 * @param steps Number of steps in the whole run.
 * @param stepsPerEpoch Number of steps in one epoch.
 * @param history The epochs so far, a list that grows with the run; only the plateau
 * schedule reads it.
 * @throws {RangeError} if the rate is not above 0.
 */
export function createSchedule(
  options: ScheduleOptions,
  steps: number,
  stepsPerEpoch: number,
  history: readonly { readonly trainLoss: number }[] = [],
): Schedule {
  const highest = options.kind === "oneCycle" ? options.peak : options.rate;
  if (!(highest > 0)) {
    throw new RangeError(
      `Cannot create a schedule: the learning rate must be above 0: current value is ${highest}`,
    );
  }
  switch (options.kind) {
    case "constant":
      return () => options.rate;
    case "cosine":
      return (step) => cosine(options.rate, 0, step / steps);
    case "step":
      return (step) => {
        const drops = Math.floor(step / stepsPerEpoch / options.epochs);
        return options.rate * options.factor ** drops;
      };
    case "plateau":
      return () =>
        options.rate * options.factor ** plateaus(history, options.patience);
    case "oneCycle": {
      const { peak, startFactor = 25, endFactor = 1e4 } = options;
      const start = peak / startFactor;
      return cycle(options, steps, start, peak, start / endFactor);
    }
  }
}

/**
 * The momentum of each step of a run; undefined if it does not change.
 *
 * @param steps Number of steps in the whole run.
 * @throws {RangeError} if `high` or `low` is not from 0 to less than 1.
 */
export function createMomentumSchedule(
  options: ScheduleOptions,
  steps: number,
): ((step: number) => number) | undefined {
  if (options.kind !== "oneCycle" || !options.momentum) return undefined;
  const { high, low } = options.momentum;
  for (const value of [high, low]) {
    if (value >= 0 && value < 1) continue;
    throw new RangeError(
      `Cannot create a schedule: momentum must be from 0 to less than 1: current value is ${value}`,
    );
  }
  return cycle(options, steps, high, low, high);
}

/** From start to peak during the warm-up and then to the end, along half cosines. */
function cycle(
  { warmup = 0.3 }: OneCycleSchedule,
  steps: number,
  start: number,
  peak: number,
  end: number,
): (step: number) => number {
  const top = Math.max(1, warmup * steps - 1);
  // At least 1, because a run of one or two steps does not descend
  const down = Math.max(1, steps - 1 - top);
  return (step) =>
    step < top
      ? cosine(start, peak, step / top)
      : cosine(peak, end, (step - top) / down);
}

/** How many times the loss has not fallen for more than `patience` epochs. */
function plateaus(
  history: readonly { readonly trainLoss: number }[],
  patience: number,
): number {
  let [lowest, waited, count] = [Infinity, 0, 0];
  for (const { trainLoss } of history) {
    if (trainLoss < lowest * (1 - 1e-4)) [lowest, waited] = [trainLoss, 0];
    else if (++waited > patience) [waited, count] = [0, count + 1];
  }
  return count;
}

/** From one value to another along half a cosine, as `progress` goes from 0 to 1. */
function cosine(from: number, to: number, progress: number): number {
  const clamped = Math.min(1, Math.max(0, progress));
  return to + (from - to) * (1 + Math.cos(Math.PI * clamped)) / 2;
}
