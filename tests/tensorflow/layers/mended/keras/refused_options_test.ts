import { assertThrows } from "@std/assert";
import { layers } from "../support.ts";

Deno.test("options of Keras that a layer would ignore are refused, unless they change nothing", () => {
  layers.batchNormalization({ renorm: false });
  layers.lstm({ units: 1, timeMajor: null });
  assertThrows(
    () => layers.batchNormalization({ name: "norm", renorm: true }),
    RangeError,
    'Cannot make layer "norm": it does not have option "renorm", which must be left out or false: current value is true',
  );
  assertThrows(() => layers.gru({ units: 1, timeMajor: true }), RangeError);
});
