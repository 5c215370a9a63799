/** The page in Chromium. @module */
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { fileURLToPath } from "node:url";
import type { Stroke } from "../../lib/widgets/pad/strokes.ts";

/** Options of {@linkcode DemoPage.open}. */
export interface DemoPageOptions {
  /** Where it is, ending in a slash. */
  readonly url: string;
  /** In CSS pixels. Default: 1280. */
  readonly width?: number;
  /** Default: false. */
  readonly dark?: boolean;
  /** A finger instead of a mouse. Default: false. */
  readonly touch?: boolean;
  readonly permissions?: readonly string[];
}

const axe = fileURLToPath(import.meta.resolve("axe-core/axe.min.js"));

/** The page in a window of its own. It must log no errors and ask no other host. */
export class DemoPage implements AsyncDisposable {
  readonly page: Page;
  /** What its scripts threw or the browser complained of. */
  readonly errors: readonly string[];
  /** Addresses of other hosts that it asked for something. */
  readonly strangers: readonly string[];
  /** What came over the wire, in bytes. */
  received = 0;
  readonly #context: BrowserContext;

  private constructor(url: string, context: BrowserContext, page: Page) {
    this.page = page;
    this.#context = context;
    const errors: string[] = this.errors = [];
    const strangers: string[] = this.strangers = [];
    page.on("pageerror", ({ message }) => void errors.push(message));
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    page.on("request", (request) => {
      if (!request.url().startsWith(url)) strangers.push(request.url());
    });
  }

  /** Opens the page, and waits for the first answer. */
  static async open(
    browser: Browser,
    { url, width = 1280, dark = false, touch = false, permissions = [] }:
      DemoPageOptions,
  ): Promise<DemoPage> {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme: dark ? "dark" : "light",
      reducedMotion: "reduce",
      hasTouch: touch,
      permissions: [...permissions],
    });
    const page = await context.newPage();
    const opened = new DemoPage(url, context, page);
    const network = await context.newCDPSession(page);
    await network.send("Network.enable");
    network.on("Network.loadingFinished", ({ encodedDataLength }) => {
      opened.received += encodedDataLength;
    });
    await page.addInitScript(`{
      window.answers = [];
      new PerformanceObserver((list) =>
        answers.push(...list.getEntries().map(({ startTime, duration }) =>
          ({ duration, end: startTime + duration }))))
        .observe({ type: "measure" });
    }`);
    await page.goto(url);
    await page.locator("#speed:not(:empty)").waitFor();
    return opened;
  }

  /** The answer that is shown. */
  async answer(): Promise<string> {
    // Answers follow within the event; this comes after it
    return await this.page.evaluate(
      "new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(document.querySelector('#answers .answer').textContent))))",
    );
  }

  /** Does something, and waits until the network has answered anew. */
  async answered(work: () => Promise<void>): Promise<void> {
    const count = async () => (await this.durations()).length;
    const before = await count();
    await work();
    while (await count() === before) await this.page.waitForTimeout(20);
  }

  /** How long answers took from the change of the drawing on, in milliseconds. */
  async durations(): Promise<
    { readonly duration: number; readonly end: number }[]
  > {
    return await this.page.evaluate("answers");
  }

  /** Does something; returns the times between frames, in milliseconds. */
  async frames(work: () => Promise<void>): Promise<number[]> {
    await this.page.evaluate(`{
      window.times = [];
      const next = (time) => {
        times?.push(time);
        if (times) requestAnimationFrame(next);
      };
      requestAnimationFrame(next);
    }`);
    await work();
    const times: number[] = await this.page.evaluate(
      "{ const all = times; times = undefined; all }",
    );
    return times.slice(1).map((time, k) => time - times[k]);
  }

  /** Probabilities in percent, as they are shown. */
  async percents(): Promise<number[]> {
    const texts = await this.page.locator("#answers .share").allTextContents();
    return texts.map(parseFloat);
  }

  /** What axe complains of: rules, and the elements that break them. */
  async violations(): Promise<[string, string[]][]> {
    await this.page.evaluate(await Deno.readTextFile(axe));
    const { violations } = await this.page.evaluate("axe.run()") as {
      violations: { id: string; nodes: { html: string }[] }[];
    };
    return violations.map(({ id, nodes }) => [id, nodes.map((n) => n.html)]);
  }

  /** The element that takes pointer and keys. */
  get pad(): Locator {
    return this.page.getByRole("application", { name: "Drawing pad" });
  }

  /** Draws with the mouse, on a pad of 28 × 28. */
  async draw(strokes: readonly Stroke[]): Promise<void> {
    const { mouse } = this.page;
    await this.pad.scrollIntoViewIfNeeded();
    const box = (await this.pad.boundingBox())!;
    const at = ([x, y]: Stroke[number]) =>
      [box.x + x * box.width / 28, box.y + y * box.height / 28] as const;
    for (const [first, ...rest] of strokes) {
      await mouse.move(...at(first));
      await mouse.down();
      for (const point of rest) await mouse.move(...at(point));
      await mouse.up();
    }
  }

  /** Takes away what is drawn. */
  async clear(): Promise<void> {
    await this.page.evaluate("document.querySelector('#clear').click()");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#context.close();
  }
}
