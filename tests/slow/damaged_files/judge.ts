/** What reading a damaged file may do. @module */
import process from "node:process";
import type { Files, Format } from "./format.ts";

/** Longest time for one file: the slowest takes a tenth of it. */
const MAX_MILLISECONDS = 5000;
/** By how much one file may raise the process's peak: all good ones are smaller than 100 kB. */
const DEFAULT_MEMORY = 64e6;

/** The most memory that the process has had, in bytes. */
export function peakMemory(): number {
  return process.resourceUsage().maxRSS * 1024;
}

/**
 * Writes a folder and reads it.
 *
 * @param folder Emptied before; what was written stays.
 * @returns Whether it was read all the same, or refused as it should be.
 * @throws {Error} saying what went wrong otherwise.
 */
export async function judge(
  format: Format,
  files: Files,
  folder: string,
): Promise<"accepted" | "refused"> {
  await writeFolder(folder, files);
  const before = await contentOf(folder);
  const memory = { peak: peakMemory(), now: Deno.memoryUsage().rss };
  const start = performance.now();
  let refusal: Error | undefined;
  try {
    await format.read(folder);
  } catch (error) {
    refusal = error as Error;
  }
  const milliseconds = performance.now() - start;
  if (refusal) requireClear(refusal, format, folder);
  if (milliseconds > MAX_MILLISECONDS) {
    throw new Error(`It took ${Math.round(milliseconds)} ms`);
  }
  // The peak alone would hide what is kept below an earlier one
  const growth = Math.max(
    peakMemory() - memory.peak,
    Deno.memoryUsage().rss - memory.now,
  );
  if (growth > (format.memory ?? DEFAULT_MEMORY)) {
    throw new Error(`It took ${Math.round(growth / 1e6)} MB of memory`);
  }
  if (await contentOf(folder) !== before) {
    throw new Error("Something was written into its folder");
  }
  if (Object.keys(Object.prototype).length > 0) {
    throw new Error("It changed the prototype of all objects");
  }
  return refusal ? "refused" : "accepted";
}

/** One line of one of our own errors, which names the file. */
function requireClear(
  error: Error,
  { errors, file }: Format,
  folder: string,
): void {
  if (!errors.some((type) => error instanceof type)) {
    throw new Error(`It was refused with ${error?.stack ?? error}`);
  }
  const { message } = error;
  if (/[\p{Cc}\u2028\u2029]/u.test(message) || message.length > 1500) {
    throw new Error(
      `Its refusal is not one line: ${JSON.stringify(message.slice(0, 1500))}`,
    );
  }
  if (!message.includes(folder) || !message.includes(file)) {
    throw new Error(`Its refusal doesn't name "${file}": ${message}`);
  }
}

async function writeFolder(folder: string, files: Files): Promise<void> {
  for await (const { name } of Deno.readDir(folder)) {
    await Deno.remove(`${folder}/${name}`);
  }
  for (const [name, content] of Object.entries(files)) {
    await Deno.writeFile(`${folder}/${name}`, content);
  }
}

/** Names, sizes and times, as one text. */
async function contentOf(folder: string): Promise<string> {
  const lines: string[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    const { size, mtime } = await Deno.stat(`${folder}/${name}`);
    lines.push(`${name} ${size} ${mtime?.getTime()}`);
  }
  return lines.sort().join("\n");
}
