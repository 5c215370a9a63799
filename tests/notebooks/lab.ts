/** JupyterLab and a browser for tests. @module */
import { type Browser, chromium, type Page } from "playwright-core";
import {
  type JupyterEnvironment,
  prepareJupyter,
  projectDirectory,
} from "../../lib/cli/jupyterlab/environment.ts";

/** A running JupyterLab, and a browser that opens its notebooks. */
export class Lab implements AsyncDisposable {
  readonly #jupyter: JupyterEnvironment;
  readonly #server: Deno.ChildProcess;
  readonly #browser: Browser;
  readonly #address: string;
  readonly #folder: string;

  private constructor(
    jupyter: JupyterEnvironment,
    server: Deno.ChildProcess,
    browser: Browser,
    address: string,
    folder: string,
  ) {
    this.#jupyter = jupyter;
    this.#server = server;
    this.#browser = browser;
    this.#address = address;
    this.#folder = folder;
  }

  /** Starts both. Notebook files stay unchanged. */
  static async start(): Promise<Lab> {
    const jupyter = await prepareJupyter(console.error);
    const { python, env } = jupyter;
    const folder = await Deno.makeTempDir();
    await writeSettings(folder);
    const port = freePort();
    const server = new Deno.Command(python, {
      args: [
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        `--port=${port}`,
        "--ServerApp.port_retries=0",
        "--IdentityProvider.token=",
        "--LabApp.expose_app_in_browser=True",
        `--ServerApp.root_dir=${projectDirectory}`,
        "--KernelSpecManager.ensure_native_kernel=False",
        "--log-level=ERROR",
      ],
      env: {
        ...env,
        JUPYTERLAB_SETTINGS_DIR: folder,
        JUPYTERLAB_WORKSPACES_DIR: folder,
        NOTEBOOKS_QUICK: "1",
      },
      stdout: "null",
      stderr: "null",
    }).spawn();
    const address = `http://localhost:${port}`;
    await answering(`${address}/api`);
    const browser = await chromium.launch({
      executablePath: Deno.env.get("CHROMIUM") ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
    return new Lab(jupyter, server, browser, address, folder);
  }

  /** Opens a notebook with a fresh kernel. */
  async open(path: string): Promise<NotebookPage> {
    const page = await this.#browser.newPage({
      viewport: { width: 1300, height: 1000 },
    });
    await page.goto(`${this.#address}/lab/tree/${path}?reset`);
    await page.waitForSelector(".jp-Notebook .jp-CodeCell", {
      timeout: 60_000,
    });
    await page.waitForFunction(
      `jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel
        ?.status === "idle"`,
      undefined,
      { timeout: 60_000 },
    );
    return new NotebookPage(page);
  }

  /**
   * Exports a notebook to HTML as `jupyter nbconvert` does, and opens the page
   * without a network.
   *
   * @param scripts Whether the page may run its scripts.
   */
  async export(
    { page: lab }: NotebookPage,
    { scripts }: { scripts: boolean },
  ): Promise<NotebookPage> {
    const file = `${this.#folder}/exported.ipynb`;
    const notebook = await lab.evaluate(
      "jupyterapp.shell.currentWidget.content.model.toJSON()",
    );
    await Deno.writeTextFile(file, JSON.stringify(notebook));
    const { python, env } = this.#jupyter;
    const { success, stderr } = await new Deno.Command(python, {
      args: ["-m", "nbconvert", "--to", "html", file],
      env: { ...env },
      stderr: "piped",
    }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    const page = await this.#browser.newPage({
      viewport: { width: 1300, height: 1000 },
      javaScriptEnabled: scripts,
    });
    await page.route(/^https?:/, (route) => route.abort());
    await page.goto(`file://${file.replace(/ipynb$/, "html")}`);
    return new NotebookPage(page);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
    this.#server.kill("SIGTERM");
    await this.#server.status;
    await Deno.remove(this.#folder, { recursive: true });
  }
}

/** The state of a code cell. */
export interface CellState {
  /** `7` after a run, `*` while it runs. */
  readonly prompt: string;
  readonly text: string;
  readonly error: boolean;
}

/** A notebook in JupyterLab. */
export class NotebookPage implements AsyncDisposable {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Starts one of JupyterLab's commands. */
  async command(name: string): Promise<void> {
    await this.page.evaluate(
      `void jupyterapp.commands.execute(${JSON.stringify(name)})`,
    );
  }

  /** Restarts the kernel, runs all cells and waits until they are done. */
  async restartAndRunAll(): Promise<void> {
    await this.command("notebook:clear-all-cell-outputs");
    await this.page.waitForFunction(`${prompts}.every((text) => text === "")`);
    await this.command("notebook:restart-run-all");
    await this.page.click(".jp-Dialog .jp-mod-accept");
    await this.page.waitForFunction(
      `${prompts}.every((text) => /^\\d+$/.test(text)) ||
        document.querySelector('.jp-OutputArea [data-mime-type*="error"]')`,
      undefined,
      { timeout: 600_000 },
    );
    // Scripts draw the figures after the output has arrived.
    await this.page.waitForTimeout(1000);
  }

  /** Runs one code cell, counted from 0. */
  async runCell(index: number): Promise<void> {
    await this.#select(index);
    // The old output must not be mistaken for the new one
    await this.command("notebook:clear-cell-output");
    await this.command("notebook:run-cell");
  }

  /** Runs the cells before a code cell, counted from 0. */
  async runAllAbove(index: number): Promise<void> {
    await this.#select(index);
    await this.command("notebook:run-all-above");
  }

  async #select(index: number): Promise<void> {
    await this.page.click(`.jp-CodeCell >> nth=${index} >> .jp-InputPrompt`);
  }

  /** Waits until a code cell, counted from 0, shows a text. */
  async waitForText(index: number, text: string): Promise<void> {
    await this.page.waitForFunction(
      `document.querySelectorAll(".jp-CodeCell")[${index}]
        ?.querySelector(".jp-OutputArea")?.textContent
        .includes(${JSON.stringify(text)})`,
      undefined,
      { timeout: 300_000 },
    );
  }

  /**
   * Does what the Stop button does and returns the milliseconds, as the page counts
   * them, until a code cell shows a text.
   */
  stop(index: number, text: string): Promise<number> {
    return this.page.evaluate(`new Promise((resolve) => {
      const cell = document.querySelectorAll(".jp-CodeCell")[${index}];
      const start = performance.now();
      new MutationObserver(() => {
        if (!cell.textContent.includes(${JSON.stringify(text)})) return;
        resolve(performance.now() - start);
      }).observe(cell, { subtree: true, childList: true, characterData: true });
      setTimeout(() => resolve(Infinity), 30_000);
      jupyterapp.commands.execute("notebook:interrupt-kernel");
    })`);
  }

  /** The state of every code cell. */
  cells(): Promise<CellState[]> {
    return this.page.$$eval(".jp-CodeCell", (cells) =>
      cells.map((cell) => ({
        prompt: cell.querySelector(".jp-InputPrompt")?.textContent
          ?.replace(/[[\]:\s]/g, "") ?? "",
        text: cell.querySelector(".jp-OutputArea")?.textContent ?? "",
        error: cell.querySelector('[data-mime-type*="error"]') !== null,
      }))) as Promise<CellState[]>;
  }

  /** The number of marks that plotly has drawn in each figure, or a widget has in its own. */
  figures(): Promise<number[]> {
    return this.page.$$eval(
      '.jp-OutputArea [id^="figure-"]',
      (figures) =>
        figures.map((figure) =>
          figure.querySelectorAll(
            ".scatterlayer path, .barlayer path, .heatmaplayer image, .shapelayer path",
          ).length ||
          (figure.firstElementChild?.shadowRoot
            ?.querySelectorAll(".picture svg *").length ?? 0)
        ),
    ) as Promise<number[]>;
  }

  /** The width in pixels of the PNG in place of each figure, or 0. */
  pictures(): Promise<number[]> {
    return this.page.$$eval(
      '.jp-OutputArea [id^="figure-"]',
      (figures) =>
        figures.map((figure) =>
          (figure.querySelector("img") as { naturalWidth: number } | null)
            ?.naturalWidth ?? 0
        ),
    ) as Promise<number[]>;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.close();
  }
}

/** Runs on the page: the text in the brackets before each code cell. */
const prompts = `[...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")]
  .map((prompt) => prompt.textContent.replace(/[[\\]:\\s]/g, ""))`;

/** Renders all cells at once, and never saves the files under test. */
async function writeSettings(folder: string): Promise<void> {
  const settings = {
    "docmanager-extension/plugin": { autosave: false },
    "notebook-extension/tracker": { windowingMode: "none" },
  };
  for (const [name, values] of Object.entries(settings)) {
    const path = `${folder}/@jupyterlab/${name}.jupyterlab-settings`;
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    await Deno.writeTextFile(path, JSON.stringify(values));
  }
}

function freePort(): number {
  using listener = Deno.listen({ port: 0 });
  return (listener.addr as Deno.NetAddr).port;
}

async function answering(address: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    try {
      const response = await fetch(address);
      await response.body?.cancel();
      if (response.ok) return;
    } catch {
      // Not yet listening
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`Cannot reach JupyterLab at ${address} within a minute`);
}
