/** The first cell of every notebook. @module */
import { display, inNotebook, loaderMark, settle } from "./kernel.ts";
import { loaderHtml } from "./plotly_html.ts";
import { surviveStop } from "./stop_button.ts";

/** The oldest Deno whose Jupyter kernel reports every error of a cell. */
export const oldestDeno = "2.9.4";

/**
 * Whether notebooks run in quick mode, with few steps. The environment variable
 * NOTEBOOKS_QUICK=1 turns it on.
 */
export const quick: boolean = Deno.env.get("NOTEBOOKS_QUICK") === "1";

/** A number of steps, epochs or images: `full`, or `few` in {@linkcode quick} mode. */
export function fullOrQuick<T>(full: T, few: T): T {
  return quick ? few : full;
}

/**
 * Prepares a notebook: checks Deno's version, keeps the kernel alive when the
 * Stop button is pressed, and loads plotly into the page.
 *
 * @returns A line of versions to show
 * @throws {Error} If Deno is older than {@linkcode oldestDeno}
 */
export async function start(): Promise<string> {
  const { deno, v8, typescript } = Deno.version;
  checkDeno(deno);
  if (inNotebook()) {
    surviveStop();
    await display({
      "text/plain": "",
      "text/html": await loaderHtml(),
    }, { metadata: { [loaderMark]: true } });
    await settle();
  }
  return `Deno ${deno}, TypeScript ${typescript}, V8 ${v8}` +
    (quick ? "; quick mode: few steps, rough results" : "");
}

/** @throws {Error} If Deno is older than {@linkcode oldestDeno} */
export function checkDeno(version: string): void {
  const parts = (text: string) =>
    text.split(/[.+-]/, 3).map((part) => Number(part));
  const [have, need] = [parts(version), parts(oldestDeno)];
  const differs = need.findIndex((part, k) => part !== have[k]);
  if (differs >= 0 && !(have[differs] > need[differs])) {
    throw new Error(
      `Cannot run this notebook: Deno must be at least ${oldestDeno}: current value is ${version}, run "deno upgrade" and restart the kernel`,
    );
  }
}
