import { tf } from "../../tfjs.ts";

/** A class in TensorFlow.js's registry for loading models. */
type Entry = [
  constructor: unknown,
  fromConfig: (
    constructor: unknown,
    config: Config,
    ...rest: unknown[]
  ) => unknown,
];

/** A layer's or a model's configuration, in camel case. */
export type Config = Record<string, unknown>;

/** A TensorFlow.js layer's prototype or instance, with all its members. */
// deno-lint-ignore no-explicit-any -- the members are private in the types
export type Members = Record<string, any>;

function entryOf(className: string): Entry {
  const { classNameMap } = tf.serialization.SerializationMap.getMap();
  return classNameMap[className] as unknown as Entry;
}

/** The prototype of a stock layer. */
export function prototypeOf(className: string): Members {
  const [constructor] = entryOf(className);
  return (constructor as { prototype: Members }).prototype;
}

// deno-lint-ignore no-explicit-any -- whatever the stock method takes
type Method = (this: any, ...args: any[]) => any;

/** Replaces a method of a prototype; the new one receives the old one. */
export function replaceMethod(
  prototype: Members,
  name: string,
  replace: (stock: Method) => Method,
): void {
  prototype[name] = replace(prototype[name]);
}

/**
 * Changes what a class is made of, when a program makes it and when a saved model
 * is loaded.
 *
 * @param factories The functions of `tf.layers` that make it.
 * @param make Receives the stock function and the configuration.
 */
export function replaceCreation(
  className: string,
  factories: readonly string[],
  make: (create: (config: Config) => Members, config: Config) => Members,
): void {
  const entry = entryOf(className);
  const [, fromConfig] = entry;
  entry[1] = (constructor, config, ...rest) =>
    make(
      (config) => fromConfig(constructor, config, ...rest) as Members,
      config,
    );
  const layers = tf.layers as unknown as Record<
    string,
    (config: Config) => Members
  >;
  for (const name of factories) {
    const create = layers[name];
    layers[name] = (config) => make(create, config);
  }
}

/** Changes the configuration of which a class is made when a model is loaded. */
export function replaceConfig(
  className: string,
  change: (config: Config) => Config,
): void {
  replaceCreation(className, [], (create, config) => create(change(config)));
}
