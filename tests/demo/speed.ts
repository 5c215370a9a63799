/**
 * How fast the page answers in headless Chromium: the first answer after opening, and
 * from a stroke to its answer on each of TensorFlow.js's backends, which take turns.
 *
 *     deno task bench:page
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { pixelsOf, syntheticDigits } from "../../lib/data/mod.ts";
import { buildDemo } from "../../lib/demo/build.ts";
import { serveDemo } from "../../lib/demo/serve.ts";
import { startBrowser } from "../widgets/browser_page.ts";
import { DemoPage } from "./demo_page.ts";
import { traceStrokes } from "./trace.ts";

const rounds = 3;
const backends = ["wasm", "cpu", "webgl", "webgpu"];
const digits = syntheticDigits({ count: 8, seed: 5 });

/** The middle of some numbers, and what 95 in 100 don't exceed. */
function summary(times: readonly number[]): string {
  if (times.length === 0) return "not available";
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]
      .toFixed(1);
  return `median ${at(0.5)} ms, 95 % within ${at(0.95)} ms (${times.length})`;
}

const files = await buildDemo(
  fileURLToPath(import.meta.resolve("../../data/model")),
);
const browser = await startBrowser();
const first: number[] = [];
const frames: number[] = [];
const strokes = new Map(backends.map((name) => [name, [] as number[]]));
try {
  for (let round = 0; round < rounds; round++) {
    await using server = serveDemo(files, 0);
    await using opened = await DemoPage.open(browser, server);
    const { page } = opened;
    first.push((await opened.durations())[0].end);
    await page.locator("#backend:enabled").waitFor();
    for (const name of backends) {
      const option = page.locator(`#backend option[value="${name}"]`);
      if (!await option.isEnabled()) continue;
      await page.locator("#backend").selectOption(name);
      await page.locator("#backend:enabled").waitFor();
      if (await page.locator("#backend").inputValue() !== name) continue;
      for (let k = 0; k < digits.count; k++) {
        await opened.clear();
        const before = (await opened.durations()).length;
        const shown = await opened.frames(() =>
          opened.draw(traceStrokes(pixelsOf(digits, k)))
        );
        if (name === "wasm") frames.push(...shown);
        // Observers hear of measurements a little later
        await page.waitForTimeout(300);
        const after = (await opened.durations()).slice(before);
        strokes.get(name)!.push(...after.map(({ duration }) => duration));
      }
    }
  }
} finally {
  await browser.close();
}
console.log(`First answer after opening: ${summary(first)}`);
for (const [name, times] of strokes) {
  console.log(`Stroke to answer, ${name}: ${summary(times)}`);
}
console.log(`Between two frames while drawing: ${summary(frames)}`);
