/**
 * The widgets in Chromium, moved by keyboard and pointer: what they show must be
 * what the library computes. Skipped where there is no Chromium.
 *
 *     deno task test:widgets
 *
 * @module
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { assert, assertEquals } from "@std/assert";
import type { Browser } from "playwright-core";
import { example, initialWeights, train } from "../../lib/backprop/mod.ts";
import {
  formatError,
  learningRateDrawing,
} from "../../lib/widgets/drawings/learning_rate.ts";
import {
  crossEntropy,
  softmax,
} from "../../lib/widgets/drawings/softmax/probabilities.ts";
import { convolve, windowAt } from "../../lib/widgets/drawings/convolution.ts";
import { short } from "../../lib/widgets/drawings/grid.ts";
import { presets } from "../../lib/widgets/drawings/kernel_editor.ts";
import { createDigits } from "../../lib/data/digits.ts";
import { imageDistance, meanImages } from "../../lib/data/mean_images.ts";
import { evaluate } from "../../lib/evaluation/evaluate.ts";
import { createNetwork } from "../../lib/model/network.ts";
import type { Normalization } from "../../lib/model/normalization.ts";
import { digitPadWidget } from "../../lib/widgets/mod.ts";
import { pixelsOfStrokes, type Stroke } from "../../lib/widgets/pad/strokes.ts";
import { init, type tf } from "../../lib/tensorflow/mod.ts";
import { executablePath, startBrowser, WidgetPage } from "./browser_page.ts";
import { image, inspected, kernel, padDigits, samples } from "./samples.ts";

const ignore = !existsSync(executablePath);
if (ignore) {
  console.log(
    `Skipped: there is no Chromium at ${executablePath}; set CHROMIUM to where it is`,
  );
}

const axe = fileURLToPath(import.meta.resolve("axe-core/axe.min.js"));

async function outputOf(name: string): Promise<string> {
  const { bundle } = await samples[name]().render(`figure-${name}`);
  return bundle["text/html"]!;
}

/** Declares a test with Chromium. */
function test(name: string, work: (browser: Browser) => Promise<void>): void {
  Deno.test({
    name,
    ignore,
    async fn() {
      const browser = await startBrowser();
      try {
        await work(browser);
      } finally {
        await browser.close();
      }
    },
  });
}

test("each widget twice on a page, at any width and in either theme", async (browser) => {
  for (const name of Object.keys(samples)) {
    const output = await outputOf(name);
    const twice = [output, output.replace("figure-", "figure-2-")];
    for (const dark of [false, true]) {
      for (const width of [320, 900]) {
        await using opened = await WidgetPage.open(browser, twice, {
          width,
          dark,
        });
        const { page, errors } = opened;
        await page.locator(".picture svg").nth(1).waitFor();
        assertEquals(await page.locator(".picture svg").count(), 2);
        assert(!await page.locator("img").first().isVisible());
        const overflow = await page.evaluate(
          "document.documentElement.scrollWidth - innerWidth",
        );
        assertEquals(overflow, 0, `${name} at ${width}`);
        assertEquals(errors, []);
        // The rules take seconds
        if (dark !== (width === 320)) continue;
        await page.addScriptTag({ path: axe });
        const { violations } = await page.evaluate("axe.run()") as {
          violations: { id: string; nodes: { html: string }[] }[];
        };
        assertEquals(
          violations.map(({ id, nodes }) => [id, nodes.map((n) => n.html)]),
          [],
          name,
        );
      }
    }
  }
});

test("each widget is a picture and a sentence without scripts", async (browser) => {
  const names = Object.keys(samples);
  const outputs = await Promise.all(names.map(outputOf));
  await using opened = await WidgetPage.open(browser, outputs, {
    scripts: false,
  });
  const images = opened.page.locator("img");
  assertEquals(await images.count(), names.length);
  for (const image of await images.all()) {
    assert(await image.isVisible());
    assert((await image.boundingBox())!.width > 600);
    assert(await image.locator("xpath=../p").isVisible());
  }
});

test("learningRateWidget() follows its slider", async (browser) => {
  const output = await outputOf("learning_rate");
  await using opened = await WidgetPage.open(browser, [output]);
  const slider = opened.page.getByRole("slider", { name: "learning rate η" });
  const data = { weights: initialWeights, example, iterations: 100, rate: 2 };
  const shows = async (rate: number, logarithmic = false) => {
    assertEquals(await slider.getAttribute("aria-valuetext"), String(rate));
    const rows = train({ ...data, learningRate: rate });
    const words = await opened.words();
    assertEquals(words.slice(0, 3), [
      "Error while training",
      `η = ${rate}`,
      `E after 100 iterations: ${formatError(rows[100].errors.E)}`,
    ]);
    const { alt } = learningRateDrawing(data, { rate, logarithmic }, [], 600);
    assertEquals(await opened.picture().getAttribute("aria-label"), alt);
    return alt;
  };
  await shows(2);
  await slider.focus();
  await opened.press("ArrowRight", 4);
  await shows(3);
  await opened.press("ArrowLeft", 10);
  await shows(1);
  await opened.press("Home");
  await shows(0.01);
  await opened.point(slider, 0.995);
  const alt = await shows(100);
  await opened.page.getByRole("status").getByText(alt).waitFor();
  await opened.page.getByRole("checkbox", { name: "logarithmic" }).check();
  await shows(100, true);
});

test("softmaxWidget() follows the logits and the temperature", async (browser) => {
  const output = await outputOf("softmax");
  await using opened = await WidgetPage.open(browser, [output]);
  const { page } = opened;
  const logits = [2.5, -1, 0.5, 4.2, 0, 3.1, -3, 0.25, 1.5, -0.5];
  const start = [...logits];
  const shows = async (z: readonly number[], temperature: number) => {
    const words = await opened.words();
    assertEquals(words[1], `temperature T = ${temperature}`);
    const p = softmax(z, temperature);
    for (const [k, probability] of p.entries()) {
      // Label, logit, p, p − y; after the title, T and four headings
      assertEquals(words[6 + 4 * k + 2], probability.toFixed(3), `class ${k}`);
    }
    assertEquals(
      words.at(-1),
      `cross-entropy −log p(5) = ${crossEntropy(z, 5, temperature).toFixed(4)}`,
    );
  };
  await shows(logits, 1);
  const handle = (label: number) =>
    page.getByRole("slider", { name: `logit of ${label}` });
  await handle(3).focus();
  await opened.press("ArrowLeft", 7);
  logits[3] = 3.5;
  await shows(logits, 1);
  await opened.point(handle(5), 0.9);
  logits[5] = Number(await handle(5).inputValue());
  assert(logits[5] > 7 && logits[5] < 10, `${logits[5]}`);
  await shows(logits, 1);
  const temperature = page.getByRole("slider", { name: "temperature T" });
  await temperature.focus();
  await opened.press("ArrowRight", 5);
  await shows(logits, 4);
  assertEquals(await temperature.getAttribute("aria-valuetext"), "4");
  await page.getByRole("button", { name: "Reset" }).click();
  await shows(start, 1);
  assertEquals(await temperature.getAttribute("aria-valuetext"), "1");
});

test("slidingWindowWidget() follows arrow keys, pointer and its buttons", async (browser) => {
  const output = await outputOf("sliding_window");
  await using opened = await WidgetPage.open(browser, [output]);
  const { page } = opened;
  const pad = page.getByRole("application", { name: "Window on the image" });
  const place = async () => {
    const words = await opened.picture().getAttribute("aria-label");
    return /row (\d+), column (\d+)/.exec(words!)!.slice(1).map(Number);
  };
  const shows = async (row: number, column: number) => {
    assertEquals(await place(), [row, column]);
    const { patch, products, sum } = windowAt(image, kernel, row, column);
    const words = await opened.words();
    assertEquals(words.slice(4, 13), patch.map(short));
    assertEquals(words.slice(15, 24), kernel.map(short));
    assertEquals(words.slice(26, 35), products.map(short));
    assertEquals(words.slice(35), ["sum =", short(sum)]);
  };
  const [row, column] = await place();
  await shows(row, column);
  await pad.focus();
  await opened.press("ArrowDown", 2);
  await opened.press("ArrowLeft", 3);
  await shows(row + 2, column - 3);
  await opened.press("ArrowUp", 30);
  await shows(0, column - 3);
  // The pixel in row 14, column 7, becomes the middle of the window
  await opened.point(pad, 7.5 / 28, 14.5 / 28);
  await shows(13, 6);
  const map = page.locator(".pad").nth(1);
  await opened.point(map, 20.5 / 26, 3.5 / 26);
  await shows(3, 20);
  await page.getByRole("button", { name: "Clear" }).click();
  await shows(0, 0);
  // A row at a time, because the page asks for less motion
  await page.getByRole("button", { name: "Play" }).click();
  await page.waitForTimeout(1000);
  await page.getByRole("button", { name: "Pause" }).click();
  await shows(0, 25);
  await page.getByRole("button", { name: "Whole map" }).click();
  await shows(0, 25);
});

test("kernelEditorWidget() follows its fields and presets", async (browser) => {
  const output = await outputOf("kernel_editor");
  await using opened = await WidgetPage.open(browser, [output]);
  const { page } = opened;
  const shows = async (weights: readonly number[]) => {
    const values = Array.from(convolve(image, weights).values);
    const [least, most] = [Math.min(...values), Math.max(...values)].map(short);
    const words = await opened.words();
    assert(words.includes(`map, from ${least} to ${most}`), `${words}`);
    assertEquals(words.slice(4, 13), weights.map(short));
  };
  await shows(kernel);
  const field = page.getByRole("spinbutton", { name: "row 2, column 2" });
  await field.focus();
  await opened.press("ArrowUp", 3);
  await shows(kernel.with(4, 0.75));
  await field.fill("-2");
  await shows(kernel.with(4, -2));
  for (const [name, weights] of Object.entries(presets)) {
    const button = page.getByRole("button", { name, exact: true });
    await button.click();
    assertEquals(await button.getAttribute("aria-pressed"), "true");
    await shows(weights);
  }
  assertEquals(
    await page.getByRole("button", { pressed: true }).count(),
    1,
  );
});

test("inspectorWidget() follows the choice of digit and layer", async (browser) => {
  const output = await outputOf("inspector");
  await using opened = await WidgetPage.open(browser, [output]);
  const { page } = opened;
  const shows = async (digit: number, layer: string) => {
    const { label, probabilities } = inspected[digit];
    const p = Array.from(probabilities);
    const answer = p.indexOf(Math.max(...p));
    const words = await opened.words();
    assertEquals(
      words[0],
      `A ${label}, read as ${answer}: ${p[answer].toFixed(3)}`,
    );
    const bars = words.indexOf("probability") + 1; // Class, number, class, …
    assertEquals(
      p.map((_, k) => words[bars + 2 * k + 1]),
      p.map((probability) => probability.toFixed(3)),
    );
    const maps = words[bars + 2 * p.length];
    assert(maps.startsWith(`${layer}:`), maps);
  };
  await opened.picture().locator("svg").waitFor();
  await shows(0, "edges");
  await page.getByRole("radio").first().focus();
  await opened.press("ArrowRight", 2);
  await shows(2, "edges");
  const select = page.getByRole("combobox", { name: "layer" });
  await select.selectOption("ink");
  await shows(2, "ink");
  await opened.point(page.locator(".choice").nth(17), 0.5);
  await shows(17, "ink");
  assert(await page.getByRole("radio").nth(17).isChecked());
  await select.focus();
  await opened.press("ArrowUp");
  await shows(17, "edges");
});

test("digitPadWidget() answers for what pointer and keys draw", async (browser) => {
  await init();
  const network = createNetwork();
  const normalization = { mean: 0.13, standardDeviation: 0.31 };
  const outputs = {
    means: await outputOf("digit_pad"),
    network: (await digitPadWidget({
      network: { model: network, normalization },
    }).render("figure-network")).bundle["text/html"]!,
  };
  const means = meanImages(padDigits);
  for (const [kind, output] of Object.entries(outputs)) {
    await using opened = await WidgetPage.open(browser, [output]);
    const { page, errors } = opened;
    const pad = page.getByRole("application", { name: "Drawing pad" });
    const shows = async (strokes: readonly Stroke[]) => {
      const pixels = pixelsOfStrokes(strokes)!;
      const wanted = kind === "means"
        ? means.map((mean) => imageDistance(pixels, mean))
        : await probabilities(network, pixels, normalization);
      const words = (await opened.words()).slice(4);
      for (const [k, answer] of wanted.entries()) {
        assertEquals(words[2 * k], String(k));
        const shown = parseFloat(words[2 * k + 1]);
        const off = Math.abs(shown - (kind === "means" ? 1 : 100) * answer);
        // Half a unit of the last digit, and what 16 bits take away
        assert(off < (kind === "means" ? 0.01 : 0.55), `${shown}, ${answer}`);
      }
    };
    const clear = page.getByRole("button", { name: "Clear" });
    // By the pointer, at whole CSS pixels: 9 a unit
    await pad.scrollIntoViewIfNeeded();
    const box = (await pad.boundingBox())!;
    const line = [[8, 6], [20, 6], [16, 14], [12, 23]] as const;
    for (const [k, [x, y]] of line.entries()) {
      await page.mouse.move(box.x + 9 * x, box.y + 9 * y);
      if (k === 0) await page.mouse.down();
    }
    await page.mouse.up();
    await shows([line]);
    // Neither the button for menus nor a second finger draws
    const elsewhere = [box.x + 9 * 5, box.y + 9 * 20] as const;
    await page.mouse.click(...elsewhere, { button: "right" });
    await pad.dispatchEvent("pointerdown", {
      pointerId: 2,
      isPrimary: false,
      clientX: elsewhere[0],
      clientY: elsewhere[1],
    });
    await shows([line]);
    await page.mouse.click(box.x + 9 * 20, box.y + 9 * 22);
    await shows([line, [[20, 22]]]);
    await page.getByRole("button", { name: "Undo" }).click();
    await shows([line]);
    await clear.click();
    assertEquals((await opened.words())[0], "Draw here");
    // By keys: the pen starts in the middle
    await pad.focus();
    await opened.press("ArrowUp", 8);
    await opened.press("Space");
    await opened.press("ArrowDown", 16);
    await opened.press("Space");
    await opened.press("ArrowLeft", 3);
    const down = Array.from({ length: 17 }, (_, k) => [13.5, 5.5 + k] as const);
    await shows([down]);
    const status = page.getByRole("status");
    await status.getByText("The pen is up in row 21, column 10.").waitFor();
    await opened.press("Delete");
    assertEquals((await opened.words())[0], "Draw here");
    assertEquals(errors, []);
  }
  network.dispose();
});

/** TensorFlow's answer for one image. */
async function probabilities(
  model: tf.LayersModel,
  pixels: Uint8Array<ArrayBuffer>,
  normalization: Normalization,
): Promise<number[]> {
  const digit = createDigits(pixels, new Uint8Array(1));
  const { logProbabilities } = await evaluate(model, digit, normalization);
  return Array.from(logProbabilities, Math.exp);
}
