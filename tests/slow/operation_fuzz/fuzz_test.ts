import { assert, assertEquals } from "@std/assert";
import { tf } from "../../support/tensorflow.ts";
import { fuzz } from "./fuzz.ts";
import { operations } from "./operations.ts";

// A seed of its own would find more in the long run, and fail now and then
const SEED = 1;

Deno.test("TensorFlow.js's operations return or throw whatever they are given, and the process lives", async () => {
  // The newest kernels of oneDNN that the processor has, and those of 2013
  for (const isa of ["DEFAULT", "AVX2"]) {
    const { programs, returned, refused, finds } = await fuzz(SEED, 100, {
      ONEDNN_MAX_CPU_ISA: isa,
    });
    assertEquals(finds, []);
    assertEquals(programs, 100);
    // Enough of both that neither everything nor nothing got through
    assert(returned > 50, `${returned} calls returned`);
    assert(refused > 50, `${refused} calls were refused`);
  }
});

Deno.test("the fuzzer knows each operation of TensorFlow.js's namespace", () => {
  const found = new Set<string>();
  const search = (value: object, path: string) => {
    for (const [key, member] of Object.entries(value)) {
      // Copies of the namespace, and images of a browser
      if (["default", "module.exports", "browser"].includes(key)) continue;
      if (typeof member === "function" && member.name.endsWith("__op")) {
        found.add(path + key);
      } else if (typeof member === "object" && member !== null && path === "") {
        search(member, `${key}.`);
      }
    }
  };
  search(tf, "");
  const missing = [...found].filter((name) => !(name in operations));
  assertEquals(missing, []);
});
