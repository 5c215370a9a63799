import { tf } from "../tfjs.ts";

/**
 * A learning rate that depends on the number of steps taken. Give it to an
 * optimizer of this library as its `learningRate`. For one of your own, extend
 * this class, and call `tf.serialization.registerClass()` if it is to be saved.
 */
export abstract class LearningRateSchedule<Config extends object = object>
  extends tf.serialization.Serializable {
  /** Its options. */
  protected readonly config: Config;

  /** @param config Its options, as they are saved. */
  constructor(config: Config) {
    super();
    this.config = config;
  }

  /**
   * The learning rate of a step.
   *
   * @param step The number of steps before it.
   */
  abstract rateAt(step: number): number;

  /** Its options, to be saved. */
  getConfig(): tf.serialization.ConfigDict {
    return { ...this.config } as tf.serialization.ConfigDict;
  }
}

/** What a configuration says of a learning rate. */
export interface SavedSchedule {
  readonly className: string;
  readonly config: tf.serialization.ConfigDict;
}

/** @throws {Error} if no class of that name is registered. */
export function scheduleFrom(
  { className, config }: SavedSchedule,
): LearningRateSchedule {
  const { classNameMap } = tf.serialization.SerializationMap.getMap();
  const entry = classNameMap[className];
  if (entry) return entry[1](entry[0], config) as LearningRateSchedule;
  throw new Error(
    `Cannot make learning rate schedule "${className}": its class must be registered; call tf.serialization.registerClass() first`,
  );
}

/** @throws {RangeError} unless the option is a number above 0. */
export function requirePositive(name: string, value: number): void {
  if (value > 0) return;
  throw new RangeError(
    `Cannot make a learning rate schedule: ${name} must be above 0: current value is ${value}`,
  );
}
