/**
 * Every notebook in JupyterLab in a real browser. This takes minutes and needs
 * Chromium, so `deno task test` leaves it out:
 *
 *     deno task test:lab
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { assert, assertEquals } from "@std/assert";
import { lessons, solutions } from "./files.ts";
import { Lab, type NotebookPage } from "./lab.ts";

const screenshots = new URL("../../data/screenshots/", import.meta.url);

Deno.test("notebooks in JupyterLab", async (t) => {
  await Deno.mkdir(screenshots, { recursive: true });
  await using lab = await Lab.start();
  for (const { path, notebook } of [...lessons, ...solutions]) {
    await t.step(`${path} runs and draws its figures`, async () => {
      await using opened = await lab.open(path);
      try {
        await opened.restartAndRunAll();
      } finally {
        await photograph(opened, path);
      }
      for (const [k, cell] of (await opened.cells()).entries()) {
        assert(!cell.error, `cell ${k + 1} of ${path}: ${cell.text}`);
        assertEquals(cell.prompt, String(k + 1));
      }
      const calls = JSON.stringify(notebook.cells)
        .match(/await show\(|new LiveFigure\(/g)?.length ?? 0;
      const figures = await opened.figures();
      // A call may be inside a loop.
      assert(figures.length >= calls, `${figures.length} of ${calls} figures`);
      assert(figures.every((marks) => marks > 0), `marks: ${figures}`);
      await checkExported(lab, opened, { path, count: figures.length });
    });
  }
});

/** The notebook as HTML: interactive figures, or PNGs where no scripts run. */
async function checkExported(
  lab: Lab,
  opened: NotebookPage,
  { path, count }: { path: string; count: number },
): Promise<void> {
  await using live = await lab.export(opened, { scripts: true });
  const drawn = async () => {
    const figures = await live.figures();
    return figures.length === count && figures.every((marks) => marks > 0);
  };
  for (let tries = 0; !await drawn(); tries++) {
    assert(tries < 100, `marks in HTML: ${await live.figures()}`);
    await live.page.waitForTimeout(100);
  }
  await using still = await lab.export(opened, { scripts: false });
  await still.page.screenshot({
    path: screenshotPath(path, "without_scripts.png"),
    fullPage: true,
  });
  const pictures = await still.pictures();
  assertEquals(pictures.length, count);
  assert(pictures.every((width) => width > 0), `pictures: ${pictures}`);
}

/** Saves a screenshot of the whole notebook for people to look at. */
async function photograph({ page }: NotebookPage, path: string): Promise<void> {
  const height = await page.$eval(
    ".jp-WindowedPanel-outer",
    (notebook) =>
      (notebook as unknown as { scrollHeight: number }).scrollHeight,
  );
  await page.setViewportSize({ width: 1300, height: height + 200 });
  await page.waitForTimeout(500);
  await page.screenshot({ path: screenshotPath(path, "png") });
}

function screenshotPath(notebook: string, ending: string): string {
  const name = notebook.replaceAll("/", "_").replace(/ipynb$/, ending);
  return fileURLToPath(new URL(name, screenshots));
}

/** A cell that counts until it is stopped; run again, it goes on counting. */
const stoppableCells = [
  `import { breathe, print, start, stoppable } from "../lib/jupyter/mod.ts";
await print(await start());
let count = 0;`,
  `await stoppable(async (signal) => {
  await print("counting from", count);
  while (!signal.aborted) {
    count++;
    await breathe();
  }
});`,
  `await print("state kept:", count > 0);`,
];

/** Opens a notebook that exists only for a test. */
async function withNotebook(
  cells: readonly object[],
  test: (opened: NotebookPage) => Promise<void>,
): Promise<void> {
  const path = "notebooks/stop_button_test.ipynb";
  const file = new URL(`../../${path}`, import.meta.url);
  const notebook = {
    cells,
    metadata: { kernelspec: { name: "deno", display_name: "Deno" } },
    nbformat: 4,
    nbformat_minor: 5,
  };
  await Deno.writeTextFile(file, JSON.stringify(notebook));
  try {
    await using lab = await Lab.start();
    await using opened = await lab.open(path);
    await test(opened);
  } finally {
    await Deno.remove(file);
  }
}

function codeCell(id: string, source: string) {
  return {
    cell_type: "code",
    id,
    metadata: {},
    source,
    execution_count: null,
    outputs: [],
  };
}

Deno.test("the Stop button ends a cell and keeps the kernel", async () => {
  const cells = stoppableCells.map((source, k) =>
    codeCell(`cell-${k}`, source)
  );
  await withNotebook(cells, async (opened) => {
    await opened.command("notebook:run-all-cells");
    await opened.waitForText(1, "counting from 0");
    const milliseconds = await opened.stop(1, "StoppedError");
    assert(milliseconds < 1000, `${milliseconds} ms`);
    await opened.waitForText(2, "state kept: true");
    await opened.runCell(1);
    await opened.waitForText(1, "counting from");
    const [, again] = await opened.cells();
    assert(Number(again.text.match(/from (\d+)/)?.[1]) > 0, again.text);
  });
});

Deno.test("notebook 5's training can be stopped, and resumes when its cell runs again", async () => {
  const { notebook } = lessons.find(({ path }) => path.includes("/05_"))!;
  const sources = notebook.cells.filter(({ cell_type }) => cell_type === "code")
    .map(({ source }) => [source].flat().join(""));
  const training = sources.findIndex((source) =>
    source.includes("trainInRun(run, network")
  );
  const cells = sources.slice(0, training + 1).map((source, k) =>
    // Long enough to press Stop twice
    codeCell(`cell-${k}`, source.replace("fullOrQuick(15, 2)", "500"))
  );
  cells.push(
    codeCell(
      "position",
      `import { CheckpointStore } from "../lib/training/checkpoints/store.ts";
const stored = await new CheckpointStore(run.checkpoints).newest();
const { epoch, batch } = stored!.checkpoint.position;
await print("kept:", epoch - 1, "epochs,", batch, "steps");
await print("steps done:", (epoch - 1) * stepsPerEpoch + batch);
await print("steps seen:", seen.filter((loss) => loss > 0).length);`,
    ),
    codeCell("discard", "await run.discard(); await print('discarded');"),
  );
  await withNotebook(cells, async (opened) => {
    await opened.runAllAbove(training);
    const steps: number[] = [];
    let kept = "";
    for (const run of [1, 2]) {
      await opened.runCell(training);
      await opened.waitForText(training, "batch_id=");
      const milliseconds = await opened.stop(training, "StoppedError");
      assert(milliseconds < 1000, `run ${run}: ${milliseconds} ms`);
      const trained = (await opened.cells())[training].text;
      assertEquals(/Done so far: (.*? steps)/.exec(trained)?.[1] ?? "", kept);
      await opened.runCell(training + 1);
      await opened.waitForText(training + 1, "steps seen:");
      const { text } = (await opened.cells())[training + 1];
      const [, position, done, seen] =
        /kept: (.*)\s+steps done: (\d+)\s+steps seen: (\d+)/.exec(text)!;
      kept = position;
      // Every step once: none lost, none repeated
      assertEquals(seen, done);
      steps.push(Number(done));
    }
    assert(steps[0] > 0 && steps[1] > steps[0], `steps: ${steps}`);
    await opened.runCell(training + 2);
    await opened.waitForText(training + 2, "discarded");
  });
});

Deno.test("keys typed in a widget do nothing to the notebook", async () => {
  const cells = [
    codeCell(
      "import",
      `import { show } from "../lib/jupyter/mod.ts";
import { softmaxWidget } from "../lib/widgets/mod.ts";`,
    ),
    codeCell(
      "widget",
      `const labels = ["cat", "dog"];
await show(softmaxWidget({ logits: [2, -1], labels }));`,
    ),
  ];
  await withNotebook(cells, async (opened) => {
    const { page } = opened;
    await opened.command("notebook:run-all-cells");
    const slider = page.getByRole("slider", { name: "logit of cat" });
    const said = async () => await slider.getAttribute("aria-valuetext");
    await slider.waitFor();
    const box = (await slider.boundingBox())!;
    await page.mouse.click(box.x + 0.5 * box.width, box.y + 0.5 * box.height);
    assertEquals(await said(), "0, probability 0.731");
    for (const key of ["ArrowRight", "ArrowUp", "d", "d", "x", "a", "1"]) {
      await page.keyboard.press(key);
    }
    assertEquals(await said(), "0.2, probability 0.769");
    assertEquals((await opened.cells()).length, 2);
    await page.keyboard.press("Shift+Enter");
    await page.waitForFunction(
      "document.querySelectorAll('.jp-CodeCell').length === 3",
    );
  });
});

Deno.test("a number field of a widget is edited by Ctrl+A and typing", async () => {
  const cells = [
    codeCell(
      "import",
      `import { show } from "../lib/jupyter/mod.ts";
import { kernelEditorWidget } from "../lib/widgets/mod.ts";`,
    ),
    codeCell(
      "widget",
      `const image = { pixels: new Array(25).fill(255), rows: 5, columns: 5 };
const kernel = [0, 0, 0, 0, 1, 0, 0, 0, 0];
await show(kernelEditorWidget({ image, kernel }));`,
    ),
  ];
  await withNotebook(cells, async (opened) => {
    const { page } = opened;
    await opened.command("notebook:run-all-cells");
    const button = page.getByRole("button", { name: "identity" });
    await button.waitFor();
    // From a button, since JupyterLab doesn't hear that the focus moves on
    await button.click();
    const field = page.getByRole("spinbutton", { name: "row 2, column 2" });
    await field.click();
    await page.keyboard.press("Control+a");
    await page.keyboard.type("-3");
    assertEquals(await field.inputValue(), "-3");
    assertEquals(await page.locator(".jp-Cell.jp-mod-selected").count(), 1);
  });
});
