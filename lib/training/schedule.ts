/** The same rate throughout. */
export interface ConstantSchedule {
  readonly kind: "constant";
  readonly rate: number;
}

/**
 * Up from `peak / startFactor` along half a cosine, then down to
 * `peak / startFactor / endFactor` (Smith and Topin 2018; defaults as in
 * PyTorch's OneCycleLR).
 */
export interface OneCycleSchedule {
  readonly kind: "oneCycle";
  readonly peak: number;
  /** The part of all steps that goes up. Default 0.3. */
  readonly warmup?: number;
  readonly startFactor?: number;
  readonly endFactor?: number;
}

/** Down from `rate` to 0 along half a cosine (Loshchilov and Hutter 2017). */
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

/** How the learning rate goes over a run. */
export type ScheduleOptions =
  | ConstantSchedule
  | OneCycleSchedule
  | CosineSchedule
  | StepSchedule;

/** The learning rate of a step, counted from 0. */
export type Schedule = (step: number) => number;

/**
 * The learning rate of each step of a run.
 *
 * @param steps Steps of the whole run.
 * @param stepsPerEpoch Steps of one epoch.
 * @throws {RangeError} if a rate is not above 0.
 */
export function createSchedule(
  options: ScheduleOptions,
  steps: number,
  stepsPerEpoch: number,
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
    case "oneCycle": {
      const { peak, warmup = 0.3, startFactor = 25, endFactor = 1e4 } = options;
      const start = peak / startFactor;
      const top = Math.max(1, warmup * steps - 1);
      // A run of one or two steps has no way down
      const down = Math.max(1, steps - 1 - top);
      return (step) =>
        step < top
          ? cosine(start, peak, step / top)
          : cosine(peak, start / endFactor, (step - top) / down);
    }
  }
}

/** From one value to another along half a cosine, as `part` goes from 0 to 1. */
function cosine(from: number, to: number, part: number): number {
  const clamped = Math.min(1, Math.max(0, part));
  return to + (from - to) * (1 + Math.cos(Math.PI * clamped)) / 2;
}
