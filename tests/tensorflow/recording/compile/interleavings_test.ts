import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  compile,
  type PendingCall,
  randomState,
  setRandomSeed,
} from "../../../../lib/tensorflow/mod.ts";
import { alive, idOf, tf } from "../../../support/tensorflow.ts";

/** Two shared variables and functions that read, assign and draw. */
class World implements Disposable {
  readonly variables = [1, 2].map((value) =>
    tf.tidy(() => tf.variable(tf.scalar(value)))
  );
  readonly functions = (() => {
    const [a, b] = this.variables;
    return [
      compile((x: tf.Tensor) => {
        a.assign(a.add(x));
        return a.mul(2);
      }),
      compile((x: tf.Tensor) => {
        b.assign(a.sub(b).mul(x));
        a.assign(b.mul(0.5));
        return [a.add(0), b.add(0)];
      }),
      compile((x: tf.Tensor) => {
        a.assign(a.mul(0.25).add(tf.randomUniform([])));
        return x.add(tf.randomNormal([]));
      }),
      // Reads only
      compile((x: tf.Tensor) => a.add(b).add(x)),
      // Draws only, and is slower than the others
      compile((x: tf.Tensor) => {
        const noise = tf.randomUniform<tf.Rank.R2>([60, 60]);
        return tf.matMul(noise, noise).matMul(noise).mean().mul(0).add(x)
          .add(tf.randomUniform([]));
      }),
      // TensorFlow may fail: 6 is divided by a or 0
      compile((x: tf.Tensor) => {
        const divisor = a.round().toInt();
        b.assign(b.add(1));
        return tf.floorDiv(x.toInt(), divisor).toFloat();
      }),
    ];
  })();

  constructor() {
    setRandomSeed(1);
    // Records all of them, so that later calls only run
    const x = tf.scalar(1);
    for (const fn of this.functions) tf.dispose(fn(x));
    x.dispose();
    this.variables.forEach((v, index) =>
      tf.tidy(() => v.assign(tf.scalar(index + 1)))
    );
    this.variables.forEach(idOf);
    setRandomSeed(2);
  }

  /** Does what takes effect at once. */
  do(action: Action): unknown {
    switch (action.kind) {
      case "assign":
        return tf.tidy(() =>
          this.variables[action.index % 2].assign(tf.scalar(action.value))
        );
      case "draw":
        return tf.tidy(() => {
          const noise = tf.randomUniform([]);
          const v = this.variables[action.index % 2];
          v.assign(v.add(noise));
          return noise.dataSync()[0];
        });
    }
    const x = tf.scalar(action.value);
    try {
      return read(this.functions[action.index](x));
    } catch (error) {
      return outcome(error);
    } finally {
      x.dispose();
    }
  }

  /** All that a program can see at its end. */
  get end(): unknown {
    return [this.variables.map((v) => v.dataSync()[0]), randomState()];
  }

  [Symbol.dispose](): void {
    for (const fn of this.functions) fn.dispose();
    tf.dispose(this.variables);
  }
}

/** What TensorFlow says differs in its details from run to run. */
const outcome = (error: unknown) =>
  /division by zero/.test(`${error}`) ? "division by zero" : `${error}`;

function read(result: tf.Tensor | tf.Tensor[]): number[] {
  const tensors = [result].flat();
  const values = tensors.map((tensor) => tensor.dataSync()[0]);
  tf.dispose(tensors);
  return values;
}

const FUNCTIONS = 6;
const kinds = [
  ...["call", "assign", "assign", "draw", "async", "begin", "begin", "finish"],
  ...["finish", "finish later", "cancel", "wait", "pause", "pause"],
] as const;

const action = fc.record({
  kind: fc.constantFrom(...kinds),
  index: fc.nat(FUNCTIONS - 1),
  value: fc.constantFrom(-2, 0, 0, 3),
});
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

const turn = () => new Promise((resolve) => setTimeout(resolve));

/** A call of a function that began. */
interface Begun {
  readonly action: Action;
  readonly call: PendingCall<tf.Tensor | tf.Tensor[]>;
  readonly x: tf.Tensor;
}

/** An action that took effect and what came of it. */
type Effect = [action: Action, result: unknown];

/**
 * Runs a program and returns its actions with their results, in the order in
 * which they took effect.
 */
async function run(world: World, program: Action[]): Promise<Effect[]> {
  const effects: Effect[] = [];
  const begun: Begun[] = [];
  const running = new Set<Promise<void>>();
  const runningCalls = new Map<number, number>();
  const note = (action: Action, result: unknown) =>
    effects.push([action, result]);
  const end = (
    action: Action,
    result: Promise<tf.Tensor | tf.Tensor[]>,
    x: tf.Tensor,
  ) => {
    const { index } = action;
    runningCalls.set(index, (runningCalls.get(index) ?? 0) + 1);
    // One that reads only takes effect when it was finished, if no other call
    // of its function is before it; such programs are left out below
    const position = index === 3 ? effects.push([action, undefined]) - 1 : -1;
    const done = (value: unknown) => {
      if (position >= 0) effects[position][1] = value;
      else note(action, value);
      runningCalls.set(index, runningCalls.get(index)! - 1);
      x.dispose();
    };
    const promise: Promise<void> = result
      .then((tensors) => done(read(tensors)), (e) => done(outcome(e)))
      .finally(() => running.delete(promise));
    running.add(promise);
    return promise;
  };
  const begunOf = (index: number) =>
    begun.findIndex(({ action }) => action.index === index);
  for (const action of program) {
    const { kind, index, value } = action;
    const isBusy = (runningCalls.get(index) ?? 0) > 0;
    const which = begunOf(index);
    switch (kind) {
      case "assign":
      case "draw":
        note(action, world.do(action));
        break;
      case "call":
        if (!isBusy && which < 0) note(action, world.do(action));
        break;
      case "async": {
        if (which >= 0 || (index === 3 && isBusy)) break;
        const x = tf.scalar(value);
        end(action, world.functions[index].async(x), tf.tidy(() => x.clone()));
        x.dispose(); // The call keeps it
        break;
      }
      case "begin": {
        const x = tf.scalar(value);
        begun.push({ action, call: world.functions[index].begin(x), x });
        break;
      }
      case "finish":
      case "finish later": {
        if (which < 0 || (index === 3 && isBusy)) break;
        const [{ action, call, x }] = begun.splice(which, 1);
        const promise = end(action, call.finish(), x);
        if (kind === "finish") await promise.then(turn);
        break;
      }
      case "cancel": {
        if (which < 0) break;
        const [{ call, x }] = begun.splice(which, 1);
        if (value > 0) call.ran(); // Not awaited
        call[Symbol.dispose]();
        call.ran();
        x.dispose();
        break;
      }
      case "wait":
        if (which >= 0) await begun[which].call.ran().then(turn);
        break;
      case "pause":
        await turn();
    }
  }
  for (const { call, x } of begun) {
    call[Symbol.dispose]();
    x.dispose();
  }
  while (running.size > 0) await Promise.all(running);
  await turn();
  return effects;
}

Deno.test("calls begun, awaited, cancelled and assigned between in any order come to the same bits as one after the other", async () => {
  // INTERLEAVINGS=5000 runs so many other programs
  const runs = Deno.env.get("INTERLEAVINGS");
  const before = alive();
  let [effects, failures] = [0, 0];
  await fc.assert(
    fc.asyncProperty(
      fc.array(action, { minLength: 5, maxLength: 40, size: "max" }),
      async (program) => {
        using world = new World();
        const seen = await run(world, program);
        using other = new World();
        for (const [action, result] of seen) {
          assertEquals(result, other.do(action), JSON.stringify(action));
        }
        assertEquals(world.end, other.end);
        effects += seen.length;
        failures += seen.filter(([, result]) => typeof result === "string")
          .length;
      },
    ),
    runs === undefined ? { numRuns: 60, seed: 1 } : { numRuns: Number(runs) },
  );
  assert(effects > 200 && failures > 0, `${effects} effects, ${failures}`);
  assertEquals(alive(), before);
});
