import { tf } from "../../tfjs.ts";
import { stockLayer } from "../stock.ts";

/** A layer's or a model's configuration, in camel case. */
export type Config = Record<string, unknown>;

/** The prototype of a stock layer; `Layer` has the members that are used. */
export function prototypeOf<Layer extends object>(className: string): Layer {
  return stockLayer<Layer, never>(className).prototype;
}

/** A method, with the type of its `this`. */
type Method<This, Name extends keyof This> = This[Name] extends
  (...args: infer Args) => infer Result ? (this: This, ...args: Args) => Result
  : never;

/** Replaces a method of a prototype; the new one receives the old one. */
export function replaceMethod<This extends object, Name extends keyof This>(
  prototype: This,
  name: Name,
  replace: (stock: Method<This, Name>) => Method<This, Name>,
): void {
  Object.assign(prototype, { [name]: replace(prototype[name] as never) });
}

/** A class in TensorFlow.js's registry for loading models. */
type Entry<Made> = [
  constructor: unknown,
  fromConfig: (
    constructor: unknown,
    config: Config,
    ...rest: unknown[]
  ) => Made,
];

/**
 * Changes what a class is made of, when a program makes it and when a saved model
 * is loaded.
 *
 * @param factories The functions of `tf.layers` that make it.
 * @param make Receives the stock function and the configuration.
 */
export function replaceCreation<Made>(
  className: string,
  factories: readonly string[],
  make: (create: (config: Config) => Made, config: Config) => Made,
): void {
  const { classNameMap } = tf.serialization.SerializationMap.getMap();
  const entry = classNameMap[className] as unknown as Entry<Made>;
  const [, fromConfig] = entry;
  entry[1] = (constructor, config, ...rest) =>
    make((config) => fromConfig(constructor, config, ...rest), config);
  const layers = tf.layers as unknown as Record<
    string,
    (config: Config) => Made
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
