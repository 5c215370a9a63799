/**
 * The site in Chromium: as people see it, with and without scripts, on a small screen
 * and a large one, light and dark. Skipped where there is no Chromium.
 *
 *     deno task test:site
 *
 * @module
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { assert, assertEquals } from "@std/assert";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { buildSite } from "../../lib/site/build.ts";
import { executablePath, startBrowser } from "../widgets/browser_page.ts";
import { Served } from "./served.ts";

const ignore = !existsSync(executablePath);
if (ignore) {
  console.log(
    `Skipped: there is no Chromium at ${executablePath}; set CHROMIUM to where it is`,
  );
}

const root = join(import.meta.dirname!, "..", "..");
const axe = fileURLToPath(import.meta.resolve("axe-core/axe.min.js"));
const files = ignore ? [] : await buildSite({ root });
const lessons = files.map(({ path }) => path)
  .filter((path) => /^notebooks\/[^/]+\.html$/.test(path)).sort();
const pages = ["index.html", ...lessons];

/** A page of the site, which must ask no other host for anything. */
class SitePage implements AsyncDisposable {
  readonly page: Page;
  readonly #faults: string[];

  private constructor(page: Page, faults: string[]) {
    this.page = page;
    this.#faults = faults;
  }

  static async open(
    browser: Browser,
    url: string,
    options: BrowserContextOptions & { readonly width?: number } = {},
  ): Promise<SitePage> {
    const { width = 1440, ...rest } = options;
    const page = await browser.newPage({
      viewport: { width, height: 900 },
      reducedMotion: "reduce",
      ...rest,
    });
    const faults: string[] = [];
    page.on("pageerror", ({ message }) => void faults.push(message));
    page.on("request", (request) => {
      const other = new URL(request.url());
      if (
        /^https?:$/.test(other.protocol) && other.host !== new URL(url).host
      ) {
        faults.push(`asks ${other}`);
      }
    });
    await page.goto(url);
    return new SitePage(page, faults);
  }

  /** What its scripts threw, and which other hosts it asked. */
  get faults(): readonly string[] {
    return this.#faults;
  }

  /** Goes through the page once, so that everything on it is loaded. */
  async scrollThrough(): Promise<void> {
    await this.page.evaluate(`(async () => {
      for (let y = 0; y < document.body.scrollHeight; y += innerHeight) {
        scrollTo(0, y);
        // Two frames: what comes near is seen in the first
        for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
      }
    })()`);
    await this.page.waitForLoadState("networkidle");
  }

  /** What was loaded, without plotly, which a browser loads once for all pages. */
  async megabytes(): Promise<number> {
    const bytes = await this.page.evaluate(
      `[...performance.getEntriesByType("navigation"),
        ...performance.getEntriesByType("resource")]
        .filter(({ name }) => !name.endsWith("/plotly.js"))
        .reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0)`,
    );
    return bytes as number / 1e6;
  }

  /** What axe-core finds. */
  async violations(rules?: readonly string[]): Promise<unknown[]> {
    await this.page.evaluate("document.fonts.ready");
    await this.page.addScriptTag({ path: axe });
    const options = {
      resultTypes: ["violations"],
      ...rules ? { runOnly: rules } : {},
    };
    const { violations } = await this.page.evaluate(
      // The thousands of parts of formulas have the colour of the text around them
      `axe.run({ exclude: [".katex-html"] }, ${JSON.stringify(options)})`,
    ) as { violations: { id: string; nodes: { html: string }[] }[] };
    return violations.map(({ id, nodes }) => [
      id,
      nodes.slice(0, 3).map(({ html }) => html.slice(0, 300)),
    ]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.close();
  }
}

/** Declares a test with Chromium and the site on a server. */
function test(
  name: string,
  work: (browser: Browser, served: Served) => Promise<void>,
): void {
  Deno.test({
    name,
    ignore,
    async fn() {
      await using served = new Served(files);
      const browser = await startBrowser();
      try {
        await work(browser, served);
      } finally {
        await browser.close();
      }
      assertEquals(
        served.missing.filter((path) => path !== "/favicon.ico"),
        [],
      );
    },
  });
}

for (const path of pages) {
  test(
    `${path} asks no other host, fits a phone, is live, and axe-core finds no fault`,
    async (browser, { url }) => {
      {
        await using opened = await SitePage.open(browser, url + path);
        await opened.scrollThrough();
        const count = (selector: string) =>
          opened.page.locator(selector).count();
        const live = await count(".figure script");
        await opened.page.waitForFunction(
          `document.querySelectorAll(".js-plotly-plot").length === ${live}`,
        );
        assertEquals(
          await count(".widget .picture svg"),
          await count(".widget"),
        );
        const empty = await opened.page.evaluate(
          `[...document.images].filter((image) =>
          image.checkVisibility() && image.naturalWidth === 0).length`,
        );
        assertEquals(empty, 0);
        const megabytes = await opened.megabytes();
        assert(megabytes < 2, `${megabytes} MB`);
        assertEquals(await opened.violations(), []);
        assertEquals(opened.faults, []);
      }
      await using small = await SitePage.open(browser, url + path, {
        colorScheme: "dark",
        width: 320,
      });
      await small.scrollThrough();
      const overflow = await small.page.evaluate(
        "document.documentElement.scrollWidth - innerWidth",
      );
      assertEquals(overflow, 0);
      // What the theme and the width can change
      const rules = ["color-contrast", "scrollable-region-focusable"];
      assertEquals(await small.violations(rules), [], "dark");
      assertEquals(small.faults, []);
    },
  );
}

test("the search finds a section, by keys alone", async (browser, { url }) => {
  await using opened = await SitePage.open(browser, url + lessons[0]);
  const { page } = opened;
  await page.keyboard.press("/");
  await page.keyboard.type("grad-cam");
  const first = page.locator(".results a").first();
  await first.waitFor();
  assert((await page.locator(".results p").textContent())!.includes("places"));
  await page.keyboard.press("ArrowDown");
  assertEquals(await page.locator(".results a:focus").count(), 1);
  await page.keyboard.press("Escape");
  assert(!await first.isVisible());
  await page.keyboard.type(" evidence");
  await first.waitFor();
  const target = await page.evaluate(
    "document.querySelector('.results a').href",
  );
  await page.keyboard.press("Enter");
  await page.waitForURL(target as string);
  assert((await page.content()).includes("Grad-CAM"));
  await page.keyboard.press("/");
  await page.keyboard.type("xyzzyx");
  await page.getByText("Nothing found").waitFor();
  assertEquals(opened.faults, []);
});

test(
  "the menu opens by a button on a small screen, and the address opens folds",
  async (browser, { url }) => {
    await using opened = await SitePage.open(browser, url + lessons[0], {
      width: 390,
    });
    const { page } = opened;
    const entry = page.getByRole("link", { name: "2. The data" }).first();
    assert(!await page.locator("#menu").isVisible());
    await page.getByRole("button", { name: "Menu" }).click();
    await page.getByRole("button", { name: "Close" }).click();
    assert(!await page.locator("#menu").isVisible());
    await page.getByRole("button", { name: "Menu" }).click();
    await entry.click();
    await page.waitForURL(/02_data\.html/);
    assertEquals(
      await page.locator("#menu [aria-current=page]").textContent(),
      "2. The data",
    );
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert(await page.evaluate("document.activeElement.id === 'main'"));
  },
);

test(
  "without scripts, each figure and widget is a picture and nothing is folded away",
  async (browser, { url }) => {
    for (const path of lessons.slice(0, 2)) {
      await using opened = await SitePage.open(browser, url + path, {
        javaScriptEnabled: false,
      });
      const { page } = opened;
      assert(await page.locator(".toc li").first().isVisible());
      for (const image of await page.locator("article img").all()) {
        assert(await image.isVisible());
      }
      assert(!await page.locator(".search input").isVisible());
    }
  },
);
