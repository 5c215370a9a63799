import { assertEquals } from "@std/assert";
import { countTests } from "./counts.ts";

Deno.test("countTests() adds up what deno test and conformance say", () => {
  const output = `running 2 tests from ./a_test.ts
a test of 3 passed, 4 failed ... ok (1ms)

FAILED | 990 passed (96 steps) | 1 failed | 3 ignored (6m25s)
ok | 7 passed | 0 failed (398ms)
ok | 2 passed (1 step) | 0 failed (10s)
4218 specs on TensorFlow 2.21.0: 4000 passed, 2 failed, 216 left out, 0 leaking; 901 that take gradients, in 2000 recordings of compile(): 900 passed, 1 failed, 0 left out, 0 leaking
`;
  assertEquals(countTests(output), { passed: 5899, failed: 4 });
  assertEquals(countTests("error: no tests"), { passed: 0, failed: 0 });
});
