/**
 * The page that `deno task demo` serves, in Chromium. Skipped where there is no
 * Chromium. With `MNIST_DIR`, 200 traced digits of MNIST's test set are drawn, else 20
 * of the project's own.
 *
 *     deno task test:demo
 *
 * @module
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { decode, encode } from "fast-png";
import type { Browser } from "playwright-core";
import {
  createDigits,
  type Digits,
  pixelsOf,
  syntheticDigits,
  takeDigits,
} from "../../lib/data/mod.ts";
import { loadDigits } from "../../lib/data/load.ts";
import { COLUMNS, PIXELS } from "../../lib/data/digits.ts";
import { buildDemo } from "../../lib/demo/build.ts";
import type { DemoFile } from "../../lib/demo/file.ts";
import { serveDemo } from "../../lib/demo/serve.ts";
import { exampleLabels } from "../../lib/demo/page/input/examples.ts";
import { evaluate } from "../../lib/evaluation/evaluate.ts";
import { loadModel, saveModel } from "../../lib/model/files/model_folder.ts";
import { init, tf } from "../../lib/tensorflow/mod.ts";
import { inFolder } from "../support/folder.ts";
import { serve } from "../support/servers.ts";
import { executablePath, startBrowser } from "../widgets/browser_page.ts";
import { DemoPage, type DemoPageOptions } from "./demo_page.ts";
import { traceStrokes } from "./trace.ts";

/** The model that comes with the project. */
const folder = fileURLToPath(import.meta.resolve("../../data/model"));
const missing = [executablePath, folder].filter((path) => !existsSync(path));
const ignore = missing.length > 0;
if (ignore) {
  console.log(
    `Skipped: there is no ${
      missing.join(" and no ")
    }; CHROMIUM may say where Chromium is`,
  );
}

let files: readonly DemoFile[] = [];

const mnist = Deno.env.get("MNIST_DIR");

/** Declares a test with Chromium. */
function test(name: string, work: (browser: Browser) => Promise<void>): void {
  Deno.test({
    name,
    ignore,
    async fn() {
      if (files.length === 0) files = await buildDemo(folder);
      const browser = await startBrowser([
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
      ]);
      try {
        await work(browser);
      } finally {
        await browser.close();
      }
    },
  });
}

/** Digits to be drawn. */
async function digitsToDraw(): Promise<Digits> {
  if (!mnist) return syntheticDigits({ count: 20, seed: 5 });
  return takeDigits((await loadDigits({ mnistDir: mnist })).test, 200);
}

/** Opens the page; at the end, it must have been quiet. */
async function onPage(
  browser: Browser,
  options: Omit<DemoPageOptions, "url">,
  work: (page: DemoPage) => Promise<void>,
  shown: readonly DemoFile[] = files,
): Promise<void> {
  await using server = serveDemo(shown, 0);
  await using opened = await DemoPage.open(browser, { ...options, ...server });
  await work(opened);
  assertEquals(opened.errors, []);
  assertEquals(opened.strangers, []);
}

test("95 of 100 drawn digits are read right", async (browser) => {
  const digits = await digitsToDraw();
  await onPage(browser, {}, async (page) => {
    const wrong: string[] = [];
    for (let k = 0; k < digits.count; k++) {
      await page.clear();
      await page.draw(traceStrokes(pixelsOf(digits, k)));
      const answer = await page.answer();
      const label = String(digits.labels[k]);
      if (answer !== label) wrong.push(`${k}: ${label} as ${answer}`);
    }
    console.log(
      `${digits.count - wrong.length} of ${digits.count} read right; ${
        wrong.join(", ")
      }`,
    );
    assert(wrong.length <= 0.05 * digits.count);
  });
});

test("the page's probabilities are the library's, on each backend", async (browser) => {
  const { data: sprite } = decode(
    await Deno.readFile(
      new URL("../../lib/demo/page/examples.png", import.meta.url),
    ),
  );
  const count = exampleLabels.length;
  const pixels = Uint8Array.from(
    { length: count * PIXELS },
    (_, k) => {
      const [digit, at] = [Math.floor(k / PIXELS), k % PIXELS];
      const [row, column] = [Math.floor(at / COLUMNS), at % COLUMNS];
      return sprite[(row * count + digit) * COLUMNS + column];
    },
  );
  await init();
  const { model, info } = await loadModel(folder);
  const { logProbabilities } = await evaluate(
    model,
    createDigits(pixels, Uint8Array.from(exampleLabels)),
    info.normalization,
  );
  await onPage(browser, {}, async (opened) => {
    const { page } = opened;
    const buttons = page.locator("#examples button");
    await buttons.nth(count - 1).waitFor();
    const choice = page.getByRole("combobox", { name: "Computed by" });
    for (const backend of ["wasm", "webgpu", "webgl", "cpu"]) {
      const option = choice.locator(`option[value="${backend}"]`);
      if (!await option.isEnabled()) continue;
      await opened.answered(async () => {
        await choice.selectOption(backend);
        await page.locator("#backend:enabled").waitFor();
      });
      if (await choice.inputValue() !== backend) continue; // No such driver here
      console.log(`Compared on ${backend}`);
      for (let k = 0; k < count; k++) {
        await opened.answered(() => buttons.nth(k).click());
        (await opened.percents()).forEach((shown, digit) => {
          const wanted = 100 * Math.exp(logProbabilities[10 * k + digit]);
          assert(Math.abs(shown - wanted) < 0.11, `${k}: ${shown}, ${wanted}`);
        });
      }
    }
  });
});

/** Builds the page for a network of these layers, which has learned nothing. */
async function buildWith(layers: tf.layers.Layer[]): Promise<DemoFile[]> {
  const input = tf.layers.inputLayer({ inputShape: [28, 28, 1] });
  const model = tf.sequential({ layers: [input, ...layers] });
  let built: DemoFile[] = [];
  await inFolder(async (folder) => {
    await saveModel(folder, model, {
      normalization: { mean: 0.13, standardDeviation: 0.31 },
      ...{ recipe: "none", epoch: 0, trainedOn: "nothing" },
    });
    built = await buildDemo(folder);
  });
  model.dispose();
  return built;
}

test("networks with maps show evidence, others say that there is none", async (browser) => {
  await init();
  const { layers } = tf;
  const kernelInitializer = "ones";
  const dense = () => layers.dense({ units: 10, kernelInitializer });
  const activation = "relu";
  const maps = () => [
    layers.conv2d({ filters: 4, kernelSize: 3, activation, kernelInitializer }),
    layers.maxPooling2d({ poolSize: 2 }),
  ];
  for (const end of [layers.flatten(), layers.globalMaxPooling2d({})]) {
    const built = await buildWith([...maps(), end, dense()]);
    await onPage(browser, {}, async ({ page }) => {
      const image = () =>
        page.evaluate("document.querySelector('#image').toDataURL()");
      const wanted = page.getByRole("checkbox", { name: "Evidence" });
      await page.locator("#image[width='28']").waitFor();
      await wanted.uncheck();
      const plain = await image();
      await wanted.check();
      assertNotEquals(await image(), plain);
      assert(!await page.locator("#no-evidence").isVisible());
    }, built);
  }
  const built = await buildWith([layers.flatten(), dense()]);
  await onPage(browser, {}, async ({ page }) => {
    await page.locator("#no-evidence").waitFor();
    assert(!await page.locator("#evidence").isVisible());
  }, built);
});

test("it fits every width and theme, asks no other host, and takes less than 1 MB", async (browser) => {
  for (
    const [width, dark] of [[320, true], [375, false], [800, true], [
      1280,
      false,
    ]] as const
  ) {
    await onPage(browser, { width, dark }, async (opened) => {
      const { page } = opened;
      await page.locator("#examples button").nth(11).waitFor();
      const overflow = await page.evaluate(
        "document.documentElement.scrollWidth - innerWidth",
      );
      assertEquals(overflow, 0, `${width}`);
      assert(opened.received < 1_000_000, `${opened.received}`);
      for (const layer of ["1", "4", "7"]) {
        await page.getByRole("combobox", { name: "layer" }).selectOption({
          label: layer,
        });
        assertEquals(await opened.violations(), [], `${width}, layer ${layer}`);
      }
    });
  }
});

test("keys draw, undo and clear", async (browser) => {
  await onPage(browser, {}, async (opened) => {
    const { page, pad } = opened;
    const press = async (key: string, times = 1) => {
      for (let k = 0; k < times; k++) await page.keyboard.press(key);
    };
    assertEquals(await opened.answer(), "4");
    await pad.focus();
    await press("ArrowUp", 8);
    assertEquals(await opened.answer(), "?");
    await press("Space");
    await press("ArrowDown", 16);
    await press("Space");
    assertEquals(await opened.answer(), "1");
    await page.getByRole("status").getByText("Read as 1,").waitFor();
    await page.getByRole("button", { name: "Undo" }).press("Enter");
    assertEquals(await opened.answer(), "?");
    await page.getByRole("status").getByText("Nothing is drawn.").waitFor();
  });
});

test("a unit that is clicked shows the sum that the network computes", async (browser) => {
  await onPage(browser, {}, async ({ page }) => {
    const field = (name: string) => page.getByRole("spinbutton", { name });
    const layer = page.getByRole("combobox", { name: "layer" });
    for (const stage of [0, 1, 2, 4, 5, 6]) {
      const maps = page.locator(".maps").nth(stage);
      await maps.scrollIntoViewIfNeeded();
      const box = (await maps.boundingBox())!;
      // Within the first tile
      await page.mouse.click(
        box.x + 0.06 * box.width,
        box.y + 0.06 * box.height,
      );
      assertEquals(await layer.inputValue(), String(stage));
      assertEquals(await field(stage < 5 ? "map" : "unit").inputValue(), "1");
      for (const unit of ["2", "7", "10"]) {
        await field(stage < 5 ? "map" : "unit").fill(unit);
        await page.keyboard.press("Tab");
        const numbers = (await page.locator(".equation b").allTextContents())
          .map((text) => Number(text.replace("−", "-")));
        const [sum, bias, total, value = total] = numbers;
        assert(Math.abs(sum + bias - total) < 0.016, numbers.join());
        // The network's own value
        assert(Math.abs(value - Math.max(0, total)) < 0.006 || stage === 6);
      }
    }
    // The input channel that is worked out
    await layer.selectOption({ label: "4" });
    await page.getByRole("radio").first().focus();
    await page.keyboard.press("ArrowRight");
    const bars = page.getByRole("radio");
    assert(await bars.nth(1).isChecked());
    const name = (await bars.nth(1).getAttribute("aria-label"))!;
    const sum = await page.locator(".sum b").textContent();
    assert(name.endsWith(`: ${sum}`), `${name}, ${sum}`);
  });
});

/** A PNG of digits side by side, dark on light, large. */
function pictureOf(...wanted: readonly number[]): Buffer {
  const digits = syntheticDigits({ count: 40, seed: 5 });
  const [by, side] = [10, 300];
  const width = side * wanted.length;
  const data = new Uint8Array(side * width).fill(225);
  wanted.forEach((digit, place) => {
    const pixels = pixelsOf(digits, digits.labels.indexOf(digit));
    for (let y = 0; y < 28 * by; y++) {
      for (let x = 0; x < 28 * by; x++) {
        const ink = pixels[Math.floor(y / by) * 28 + Math.floor(x / by)];
        data[(y + 10) * width + place * side + x + 10] -= Math.round(0.7 * ink);
      }
    }
  });
  return Buffer.from(
    encode({ width, height: side, data, channels: 1, depth: 8 }),
  );
}

test("pictures are dropped, pasted, chosen and taken", async (browser) => {
  const file = (digit: number) => ({
    name: "digit.png",
    mimeType: "image/png",
    buffer: pictureOf(digit),
  });
  await onPage(
    browser,
    { permissions: ["camera"] },
    async (opened) => {
      const { page } = opened;
      const message = page.locator("#message");
      await page.locator("#files").setInputFiles(file(3));
      await message.getByText("Found a digit in your picture").waitFor();
      assertEquals(await opened.answer(), "3");
      for (const [event, digit] of [["drop", 2], ["paste", 7]] as const) {
        await page.evaluate(
          `{
          const bytes = Uint8Array.from(atob(${
            JSON.stringify(file(digit).buffer.toString("base64"))
          }), (c) => c.charCodeAt(0));
          const files = new DataTransfer();
          files.items.add(new File([bytes], "digit.png", { type: "image/png" }));
          document.querySelector("#message").textContent = "";
          document.body.dispatchEvent(${
            event === "drop"
              ? `new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true })`
              : `new ClipboardEvent("paste", { clipboardData: files, bubbles: true })`
          });
        }`,
        );
        await message.getByText("Found a digit in your picture").waitFor();
        assertEquals(await opened.answer(), String(digit), event);
      }
      await page.locator("#files").setInputFiles({
        ...file(3),
        buffer: Buffer.from("no picture"),
      });
      await message.getByText("can’t be opened as a picture").waitFor();
      assertEquals(await opened.answer(), "7");
      await page.getByRole("button", { name: "Camera" }).click();
      assertEquals(await opened.violations(), []);
      await page.getByRole("button", { name: "Take picture" }).click();
      await message.getByText(/Found|No digit stands out/).waitFor();
      await page.getByRole("button", { name: "Camera" }).click();
      await page.keyboard.press("Escape");
      assert(!await page.getByRole("dialog").isVisible());
    },
  );
});

test("once it was open in a folder of a plain host, it works offline", async (browser) => {
  const types: Record<string, string> = {
    html: "text/html",
    js: "text/javascript",
    wasm: "application/wasm",
    css: "text/css",
    svg: "image/svg+xml",
  };
  const server = serve((request) => {
    const path = new URL(request.url).pathname.replace("/some/folder/", "");
    const file = files.find((each) => each.path === (path || "index.html"));
    const type = types[file?.path.split(".").at(-1) ?? ""];
    return new Response(file?.bytes ?? null, {
      status: file ? 200 : 404,
      headers: type ? { "content-type": type } : {},
    });
  });
  const url = new URL("some/folder/", server.url).href;
  await using opened = await DemoPage.open(browser, { url });
  const { page } = opened;
  await page.evaluate("navigator.serviceWorker.ready.then(() => 0)");
  assert(
    server.requests.every((path) => path.startsWith("/some/folder/")),
    server.requests.join(),
  );
  await server[Symbol.asyncDispose]();
  await page.reload();
  await page.locator("#speed:not(:empty)").waitFor();
  assertEquals(await opened.answer(), "4");
  const backend = page.getByRole("combobox", { name: "Computed by" });
  await page.locator("#backend:enabled").waitFor();
  await backend.selectOption("cpu");
  await page.locator("#backend:enabled").waitFor();
  assertEquals(await backend.inputValue(), "cpu");
  await opened.answered(() =>
    page.locator("#files").setInputFiles({
      name: "digit.png",
      mimeType: "image/png",
      buffer: pictureOf(8),
    })
  );
  assertEquals(await opened.answer(), "8");
  assertEquals(opened.strangers, []);
});

test("a finger draws, and doesn't scroll the page", async (browser) => {
  await onPage(browser, { width: 375, touch: true }, async (opened) => {
    const { page, pad } = opened;
    const box = (await pad.boundingBox())!;
    const touch = await page.context().newCDPSession(page);
    const send = (type: string, at?: readonly [number, number]) =>
      touch.send("Input.dispatchTouchEvent", {
        type: type as "touchStart",
        touchPoints: at
          ? [{ x: box.x + at[0] * box.width, y: box.y + at[1] * box.height }]
          : [],
      });
    await send("touchStart", [0.5, 0.2]);
    for (let k = 1; k <= 12; k++) {
      await send("touchMove", [0.5, 0.2 + 0.05 * k]);
    }
    await send("touchEnd");
    assertEquals(await page.evaluate("scrollY"), 0);
    assertEquals(await opened.answer(), "1");
  });
});
