import type { Platform } from "./platform.ts";

// Elf64_Ehdr, System V ABI, "Object Files". Linkers write the table of section
// headers at the end of the file
const ELF_MAGIC = 0x7f454c46;
const ELF_MACHINE = { "linux-x86_64": 62, "linux-aarch64": 183 } as const;
const ELF_HEADER_BYTES = 64;
// mach_header_64, <mach-o/loader.h>
const MACH_O_MAGIC = 0xfeedfacf;
const MACH_O_ARM64 = 0x0100000c;

/**
 * Checks a shared library's header. Opening a truncated file would end the
 * process without a message.
 *
 * @returns What is wrong with the file, or undefined.
 */
export async function binaryFault(
  path: string,
  platform: Platform["id"],
): Promise<string | undefined> {
  const header = new Uint8Array(ELF_HEADER_BYTES);
  let size: number;
  try {
    // By path: for the open file, Deno would ask for permission to read the
    // target of a link
    const info = await Deno.stat(path);
    if (!info.isFile) return "is not a file";
    size = info.size;
    using file = await Deno.open(path);
    if ((await file.read(header) ?? 0) < header.length) return "is cut short";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "is not there";
    return `cannot be read: ${(error as Error).message}`;
  }
  const view = new DataView(header.buffer);
  return platform === "darwin-aarch64"
    ? machOFault(view)
    : elfFault(view, size, ELF_MACHINE[platform]);
}

function machOFault(view: DataView): string | undefined {
  if (view.getUint32(0, true) !== MACH_O_MAGIC) {
    return "is not a macOS library";
  }
  if (view.getUint32(4, true) !== MACH_O_ARM64) return "is not built for arm64";
}

function elfFault(
  view: DataView,
  size: number,
  machine: number,
): string | undefined {
  const littleEndian64 = view.getUint8(4) === 2 && view.getUint8(5) === 1;
  if (view.getUint32(0) !== ELF_MAGIC || !littleEndian64) {
    return "is not a 64-bit Linux library";
  }
  if (view.getUint16(18, true) !== machine) {
    return "is built for another processor";
  }
  const sections = Number(view.getBigUint64(40, true));
  const end = sections + view.getUint16(58, true) * view.getUint16(60, true);
  if (end > size) return `is cut short: ${size} of at least ${end} bytes`;
}
