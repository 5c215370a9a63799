/**
 * Reads the digit in a picture, and writes as JSON by how many bytes that raised the
 * process's peak of resident memory, and whether it was found.
 *
 * @module
 */
import process from "node:process";
import { encode } from "fast-png";
import {
  decodeDigit,
  readDigit,
} from "../../../lib/data/pictures/read_digits.ts";

const [path] = Deno.args;

function peak(): number {
  return process.resourceUsage().maxRSS * 1024;
}

// The decoder and the compiled code are there before
const data = Uint8Array.from(
  { length: 784 },
  (_, k) => k % 28 === 14 ? 255 : 0,
);
await decodeDigit(
  Uint8Array.from(encode({ width: 28, height: 28, data, channels: 1 })),
  "small",
);
const before = peak();
const digit = await readDigit(path);
console.log(JSON.stringify({ growth: peak() - before, digit: digit.length }));
