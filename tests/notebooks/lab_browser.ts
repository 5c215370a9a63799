/**
 * Every notebook in real JupyterLab, in a real browser. Takes minutes and
 * needs Chromium, so it is not among the tests that always run:
 *
 *     deno task test:lab
 *
 * @module
 */
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
      // A call may stand in a loop.
      assert(figures.length >= calls, `${figures.length} of ${calls} figures`);
      assert(figures.every((marks) => marks > 0), `marks: ${figures}`);
      await checkExported(lab, opened, figures.length);
    });
  }
});

/** The notebook as HTML: live figures, or pictures where no scripts run. */
async function checkExported(
  lab: Lab,
  opened: NotebookPage,
  count: number,
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
  const pictures = await still.pictures();
  assertEquals(pictures.length, count);
  assert(pictures.every((width) => width > 0), `pictures: ${pictures}`);
}

/** Saves the whole notebook as a picture for people to look at. */
async function photograph({ page }: NotebookPage, path: string): Promise<void> {
  const height = await page.$eval(
    ".jp-WindowedPanel-outer",
    (notebook) =>
      (notebook as unknown as { scrollHeight: number }).scrollHeight,
  );
  await page.setViewportSize({ width: 1300, height: height + 200 });
  await page.waitForTimeout(500);
  const name = path.replaceAll("/", "_").replace(/ipynb$/, "png");
  await page.screenshot({ path: new URL(name, screenshots).pathname });
}

/** Counts until it is stopped; a second run goes on from where it was. */
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

Deno.test("the Stop button ends a cell and keeps the kernel", async () => {
  const file = new URL(
    "../../notebooks/stop_button_test.ipynb",
    import.meta.url,
  );
  const notebook = {
    cells: stoppableCells.map((source, k) => ({
      cell_type: "code",
      id: `cell-${k}`,
      metadata: {},
      source,
      execution_count: null,
      outputs: [],
    })),
    metadata: { kernelspec: { name: "deno", display_name: "Deno" } },
    nbformat: 4,
    nbformat_minor: 5,
  };
  await Deno.writeTextFile(file, JSON.stringify(notebook));
  try {
    await using lab = await Lab.start();
    await using opened = await lab.open("notebooks/stop_button_test.ipynb");
    await opened.command("notebook:run-all-cells");
    await opened.waitForText(1, "counting from 0");
    const milliseconds = await opened.stop(1, "StoppedError");
    assert(milliseconds < 1000, `${milliseconds} ms`);
    await opened.waitForText(2, "state kept: true");
    await opened.runCell(1);
    await opened.waitForText(1, "counting from");
    const [, again] = await opened.cells();
    assert(Number(again.text.match(/from (\d+)/)?.[1]) > 0, again.text);
  } finally {
    await Deno.remove(file);
  }
});
