/**
 * Numbers that differentiate themselves: automatic differentiation in reverse, on
 * scalars.
 *
 * The idea of a teaching engine this small is Andrej Karpathy's micrograd,
 * https://github.com/karpathy/micrograd.
 *
 * @module
 */

/** What a value was computed from, and ∂value/∂input there. */
export type Link = readonly [input: Value, slope: number];

/**
 * A number that remembers how it was computed, so that `backward()` can find its
 * derivative with respect to every number that it was computed from.
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Value } from "./value.ts";
 *
 * const x = new Value(3);
 * x.mul(x).add(1).backward(); // x² + 1
 * assertEquals(x.gradient, 6);
 * ```
 */
export class Value {
  /** The number. */
  readonly data: number;
  /** Inputs of the operation that computed it, with their slopes; none for a constant. */
  readonly links: readonly Link[];
  /** ∂end/∂this, where `end` is the value whose `backward()` ran last; 0 before. */
  gradient = 0;
  /** Number of operations on the longest way from a constant to this value. */
  readonly #depth: number;

  /**
   * Makes a constant, or the result of an operation of your own.
   *
   * @param data A finite number
   * @param links For an operation of your own: its inputs, each with its slope
   * @throws {RangeError} If a number or a slope is not finite
   */
  constructor(data: number, links: readonly Link[] = []) {
    requireFinite("make a value", data, links);
    this.data = data;
    this.links = links;
    this.#depth = Math.max(-1, ...links.map(([input]) => input.#depth)) + 1;
  }

  /** this + other */
  add(other: Value | number): Value {
    const b = valueOf(other);
    return result("add", this.data + b.data, [[this, 1], [b, 1]]);
  }

  /** this − other */
  sub(other: Value | number): Value {
    const b = valueOf(other);
    return result("sub", this.data - b.data, [[this, 1], [b, -1]]);
  }

  /** this · other */
  mul(other: Value | number): Value {
    const b = valueOf(other);
    const links: Link[] = [[this, b.data], [b, this.data]];
    return result("mul", this.data * b.data, links);
  }

  /**
   * this / other
   *
   * @throws {RangeError} If `other` is zero
   */
  div(other: Value | number): Value {
    const b = valueOf(other);
    const quotient = this.data / b.data;
    return result("div", quotient, [[this, 1 / b.data], [
      b,
      -quotient / b.data,
    ]]);
  }

  /**
   * this to the power of a constant
   *
   * @throws {RangeError} If the power or its slope is not a finite number: of a
   *   negative number unless `exponent` is whole, of zero unless `exponent` is 0 or
   *   at least 1
   */
  pow(exponent: number): Value {
    const slope = exponent === 0 ? 0 : exponent * this.data ** (exponent - 1);
    return result("pow", this.data ** exponent, [[this, slope]]);
  }

  /** −this */
  neg(): Value {
    return result("neg", -this.data, [[this, -1]]);
  }

  /**
   * e to the power of this
   *
   * @throws {RangeError} From about 709.8 on, where the result is too large
   */
  exp(): Value {
    const power = Math.exp(this.data);
    return result("exp", power, [[this, power]]);
  }

  /**
   * The natural logarithm.
   *
   * @throws {RangeError} Unless this is positive
   */
  log(): Value {
    return result("log", Math.log(this.data), [[this, 1 / this.data]]);
  }

  /** The hyperbolic tangent, between −1 and 1. */
  tanh(): Value {
    const a = Math.tanh(this.data);
    return result("tanh", a, [[this, 1 - a ** 2]]);
  }

  /** 1 / (1 + e⁻ˣ), between 0 and 1. */
  sigmoid(): Value {
    const a = 1 / (1 + Math.exp(-this.data));
    return result("sigmoid", a, [[this, a * (1 - a)]]);
  }

  /** max(0, this); its slope at 0 is taken as 0. */
  relu(): Value {
    const slope = this.data > 0 ? 1 : 0;
    return result("relu", slope * this.data, [[this, slope]]);
  }

  /**
   * Sets `gradient` of this value to 1, and that of every value it was computed from
   * to its derivative. Gradients of an earlier call are replaced, not added to.
   */
  backward(): void {
    const found = new Set<Value>([this]);
    // A set that grows while it is walked gives what was added, too.
    for (const { links } of found) {
      for (const [input] of links) found.add(input);
    }
    for (const value of found) value.gradient = 0;
    this.gradient = 1;
    // By falling depth, a value's gradient is complete before it is passed on.
    for (const value of [...found].sort((a, b) => b.#depth - a.#depth)) {
      for (const [input, slope] of value.links) {
        input.gradient += value.gradient * slope;
      }
    }
  }
}

function valueOf(operand: Value | number): Value {
  return operand instanceof Value ? operand : new Value(operand);
}

/** A value whose error says which operation failed. */
function result(name: string, data: number, links: readonly Link[]): Value {
  const inputs = links.map(([input]) => input.data).join(", ");
  requireFinite(`compute ${name}(${inputs})`, data, links);
  return new Value(data, links);
}

function requireFinite(
  what: string,
  data: number,
  links: readonly Link[],
): void {
  const slopes = links.map(([, slope]) => slope);
  if ([data, ...slopes].every(Number.isFinite)) return;
  const found = [data, ...slopes].join(", ");
  throw new RangeError(
    `Cannot ${what}: number and slopes must be finite: current value is ${found}`,
  );
}
