/**
 * `deno task soak:kernel [MINUTES]`: the same in one Jupyter kernel, with a live
 * curve and a bar, in cells of ten minutes.
 *
 * @module
 */
import { join } from "node:path";
import {
  prepareJupyter,
  projectDirectory,
} from "../../lib/cli/jupyterlab/environment.ts";
import { execute } from "../../lib/cli/notebooks/execute.ts";

const CELL_MINUTES = 10;

const first = `import { init } from "../../lib/tensorflow/mod.ts";
import { LiveFigure, LogLines, print, start } from "../../lib/jupyter/mod.ts";
import { loadDigits } from "../../lib/data/mod.ts";
import { lossCurves } from "../../lib/plots/mod.ts";
import { leak, readingLine, soak } from "../../tests/soak/soak.ts";
await start();
await init();
const dataset = await loadDigits({ offline: true });
const log = Deno.env.get("SOAK_LOG");
const readings = [];`;

/** Each step goes to the curve and the bar, as in the lessons. */
const next = (minutes: number) =>
  `{
  const [figure, line] = [new LiveFigure(), new LogLines()];
  let losses = [];
  const curve = () => lossCurves({ "each step": losses }, { heading: "Soak" });
  readings.push(...await soak(${minutes}, dataset, (reading) => {
    Deno.writeTextFileSync(log, readingLine(reading) + "\\n", { append: true });
    losses = [];
  }, async ({ loss, batch }) => {
    losses.push(loss);
    await figure.update(curve);
    await line.update(() => \`step \${batch}: \${loss}\`);
  }));
  await figure.end(curve());
  await line.end();
}`;

const last = `const fault = leak(readings);
if (fault) throw new Error(fault);`;

const minutes = Number(Deno.args[0] ?? 60);
const cells = Math.ceil(minutes / CELL_MINUTES);
const sources = [
  first,
  ...Array<string>(cells).fill(next(minutes / cells)),
  last,
];
const path = join(projectDirectory, "data", "jupyter", "soak.ipynb");
const log = join(projectDirectory, "data", "jupyter", "soak.log");
await Deno.writeTextFile(log, "");
await Deno.writeTextFile(
  path,
  JSON.stringify({
    cells: sources.map((source, k) => ({
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
  }),
);
try {
  const jupyter = await prepareJupyter(console.error);
  const env = { ...jupyter.env, SOAK_LOG: log };
  const outcome = await execute(path, { ...jupyter, env }, { quick: false });
  console.log((await Deno.readTextFile(log)).trim());
  console.log(outcome.ok ? "Memory is flat" : outcome.message);
  Deno.exit(outcome.ok ? 0 : 1);
} finally {
  await Deno.remove(path).catch(() => {});
}
