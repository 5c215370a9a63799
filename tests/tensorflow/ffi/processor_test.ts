import { assertEquals, assertThrows } from "@std/assert";
import { listsBfloat16 } from "../../../lib/tensorflow/ffi/processor.ts";
import {
  compile,
  init,
  PrecisionError,
  tf,
} from "../../../lib/tensorflow/mod.ts";
import { tensorFlowBackend } from "../../../lib/tensorflow/backend/active.ts";

await init();

const cpuInfo = (flags: string) =>
  `processor\t: 0\nflags\t\t: fpu sse2 ${flags}\nbugs\t\t:\n`;

Deno.test("listsBfloat16() reads the processor's flags", () => {
  assertEquals(listsBfloat16(cpuInfo("avx2 fma")), false);
  assertEquals(listsBfloat16(cpuInfo("avx512f avx512_vnni")), false);
  assertEquals(listsBfloat16(cpuInfo("avx512f avx512_bf16 vaes")), true);
  assertEquals(listsBfloat16(cpuInfo("amx_tile amx_bf16")), true);
  assertEquals(listsBfloat16("Features\t: fp asimd bf16\n"), true);
  assertEquals(listsBfloat16("Features\t: fp asimd\n"), false);
  assertEquals(listsBfloat16(""), true);
});

Deno.test("listsBfloat16() knows what oneDNN may not use", () => {
  const flags = cpuInfo("avx512_bf16");
  assertEquals(listsBfloat16(flags, "AVX2"), false);
  assertEquals(listsBfloat16(flags, "AVX512_CORE_VNNI"), false);
  assertEquals(listsBfloat16(flags, "AVX512_CORE_BF16"), true);
  assertEquals(listsBfloat16(flags, "DEFAULT"), true);
});

Deno.test("compile() refuses bfloat16 on a processor without instructions for it", () => {
  const double = (x: tf.Tensor) => x.mul(2);
  const { runtime } = tensorFlowBackend()!.binding;
  const early = compile(double, { bfloat16: true });
  Object.defineProperty(runtime, "hasBfloat16", {
    value: false,
    configurable: true,
  });
  try {
    tf.tidy(() => {
      for (
        const run of [
          () => early(tf.scalar(1)),
          () => compile(double, { bfloat16: true }),
        ]
      ) {
        assertThrows(
          run,
          PrecisionError,
          "Cannot compute in bfloat16: the processor must have instructions",
        );
      }
      using emulated = compile(double, { bfloat16: "emulated" });
      assertEquals(emulated(tf.scalar(1)).dataSync()[0], 2);
    });
  } finally {
    Reflect.deleteProperty(runtime, "hasBfloat16");
    early.dispose();
  }
});
