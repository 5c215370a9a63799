/**
 * Takes the README's pictures of the page, light and dark, in headless Chromium.
 *
 *     deno run -A docs/images/page_pictures.ts
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { buildDemo } from "../../lib/demo/build.ts";
import { serveDemo } from "../../lib/demo/serve.ts";

/** A 3 on a pad of 28 × 28: two arcs. */
const arc = (
  [x, y]: readonly [number, number],
  [width, height]: readonly [number, number],
  from: number,
  to: number,
) =>
  Array.from({ length: 25 }, (_, k) => {
    const angle = (from + (to - from) * k / 24) * Math.PI / 180;
    return [x + width * Math.cos(angle), y + height * Math.sin(angle)] as const;
  });
const three = [
  ...arc([13.5, 9.2], [5, 4.4], -155, 90),
  ...arc([13.3, 18.4], [5.8, 4.8], -90, 155),
];

const model = fileURLToPath(import.meta.resolve("../../data/model"));
await using server = serveDemo(await buildDemo(model), 0);
const browser = await chromium.launch({
  executablePath: Deno.env.get("CHROMIUM") ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
try {
  for (const theme of ["light", "dark"] as const) {
    const page = await browser.newPage({
      viewport: { width: 1240, height: 900 },
      colorScheme: theme,
      reducedMotion: "reduce",
    });
    await page.goto(server.url);
    await page.locator("#examples button").nth(11).waitFor();
    await page.locator("#speed:not(:empty)").waitFor();
    const box = (await page.locator("#pad").boundingBox())!;
    const { mouse } = page;
    const at = ([x, y]: readonly [number, number]) =>
      [box.x + x * box.width / 28, box.y + y * box.height / 28] as const;
    await mouse.move(...at(three[0]));
    await mouse.down();
    for (const point of three) await mouse.move(...at(point));
    await mouse.up();
    // The scales of the maps are settled by the examples
    await page.waitForTimeout(3000);
    const inside = (await page.locator(".inside").boundingBox())!;
    await page.screenshot({
      path: fileURLToPath(import.meta.resolve(`./page-${theme}.png`)),
      fullPage: true,
      clip: { x: 0, y: 0, width: 1240, height: inside.y + inside.height + 16 },
    });
    await page.close();
  }
} finally {
  await browser.close();
}
