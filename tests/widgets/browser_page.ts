/** A page with widgets in Chromium. @module */
import {
  type Browser,
  chromium,
  type Locator,
  type Page,
} from "playwright-core";

/** Where Chromium is, if it is installed. */
export const executablePath = Deno.env.get("CHROMIUM") ?? "/usr/bin/chromium";

/** Starts Chromium, with more flags of its own if there are any. */
export function startBrowser(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...more,
    ],
  });
}

/** Options of {@linkcode WidgetPage.open}. */
export interface PageOptions {
  /** Default: 900. In CSS pixels. */
  readonly width?: number;
  /** Default: true. */
  readonly scripts?: boolean;
  /** Default: false. */
  readonly dark?: boolean;
}

/** A page, which must not throw errors. */
export class WidgetPage implements AsyncDisposable {
  readonly page: Page;
  /** What its scripts threw. */
  readonly errors: readonly string[];

  private constructor(page: Page, errors: readonly string[]) {
    this.page = page;
    this.errors = errors;
  }

  /** Opens a page with these outputs. */
  static async open(
    browser: Browser,
    outputs: readonly string[],
    { width = 900, scripts = true, dark = false }: PageOptions = {},
  ): Promise<WidgetPage> {
    const page = await browser.newPage({
      viewport: { width, height: 900 },
      javaScriptEnabled: scripts,
      colorScheme: dark ? "dark" : "light",
      reducedMotion: "reduce",
    });
    const errors: string[] = [];
    page.on("pageerror", (error) => void errors.push(error.message));
    const background = dark ? "#111111" : "#ffffff";
    await page.setContent(
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>Widgets</title>
<body style="margin:8px;background:${background};color:${
        dark ? "#eeeeee" : "#111111"
      }"><main><h1>Widgets</h1>
${outputs.join("\n")}</main></body></html>`,
    );
    return new WidgetPage(page, errors);
  }

  /** The picture of a widget, counted from 0. */
  picture(index = 0): Locator {
    return this.page.locator(".picture").nth(index);
  }

  /** The words in it. */
  async words(index = 0): Promise<string[]> {
    return await this.picture(index).locator("svg text").allTextContents();
  }

  /** Its width in CSS pixels. */
  async pictureWidth(index = 0): Promise<number> {
    const svg = this.picture(index).locator("svg");
    return Number(await svg.getAttribute("width"));
  }

  /** Presses a key some times. */
  async press(key: string, times = 1): Promise<void> {
    for (let k = 0; k < times; k++) await this.page.keyboard.press(key);
  }

  /** Presses the pointer on an element at a share of its width and height. */
  async point(element: Locator, x: number, y = 0.5): Promise<void> {
    await element.scrollIntoViewIfNeeded();
    const box = (await element.boundingBox())!;
    await this.page.mouse.click(
      box.x + x * box.width,
      box.y + y * box.height,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.close();
  }
}
