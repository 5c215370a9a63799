import { cString, readCString } from "./memory.ts";
import type { Symbols } from "./symbols.ts";

/**
 * Functions of libc, which TensorFlow's library links. Deno itself lets only
 * programs with all permissions read /proc.
 */
const libcSymbols = {
  fopen: { parameters: ["buffer", "buffer"], result: "usize" },
  fread: {
    parameters: [
      "buffer", // void *ptr
      "usize", // size_t size
      "usize", // size_t nmemb
      "usize", // FILE *stream
    ],
    result: "usize",
  },
  fclose: { parameters: ["usize"], result: "i32" },
  getenv: { parameters: ["buffer"], result: "usize" },
} as const satisfies Deno.ForeignLibraryInterface;

/** Enough of /proc/cpuinfo for the first processor. */
const LONGEST = 16_384;

/** oneDNN's names of instruction sets that have bfloat16, among others. */
const ISAS = /BF16|FP16|AMX|AVX10|AVX2_VNNI_2|ALL|DEFAULT/i;

/**
 * Whether a processor has instructions for bfloat16.
 *
 * @param cpuInfo The text of Linux's /proc/cpuinfo.
 * @param isa The newest instructions that oneDNN may use: `ONEDNN_MAX_CPU_ISA`.
 */
export function listsBfloat16(cpuInfo: string, isa?: string): boolean {
  if (isa && !ISAS.test(isa)) return false;
  const flags = /^(?:flags|Features)\s*:(.*)$/m.exec(cpuInfo);
  if (!flags) return true; // Not Linux as we know it: TensorFlow decides
  return /\s(avx512_bf16|amx_bf16|avx_ne_convert|bf16)(\s|$)/.test(flags[1]);
}

/**
 * Whether this processor has instructions for bfloat16; true where that can't be
 * found out.
 *
 * @param framework The path of TensorFlow's framework library.
 */
export function hasBfloat16(framework: string, library: Symbols): boolean {
  const libc = Deno.dlopen(framework, libcSymbols);
  try {
    const { fopen, fread, fclose, getenv } = libc.symbols;
    const file = fopen(cString("/proc/cpuinfo"), cString("r"));
    if (file === 0n) return true;
    const text = new Uint8Array(LONGEST);
    const length = fread(text, 1n, BigInt(LONGEST), file);
    fclose(file);
    const isa = getenv(cString("ONEDNN_MAX_CPU_ISA"));
    return listsBfloat16(
      new TextDecoder().decode(text.subarray(0, Number(length))),
      readCString(library, isa),
    );
  } finally {
    libc.close();
  }
}
