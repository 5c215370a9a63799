/** What every notebook does in its first cell. @module */
import { display, inNotebook, loaderMark, settle } from "./kernel.ts";
import { loaderHtml } from "./plotly_html.ts";
import { surviveStop } from "./stop.ts";

/** The first Deno whose kernel reports every error of a cell. */
export const oldestDeno = "2.9.4";

/**
 * Whether notebooks run in quick mode, few steps instead of many, which the
 * environment variable NOTEBOOKS_QUICK=1 asks for.
 */
export const quick: boolean = Deno.env.get("NOTEBOOKS_QUICK") === "1";

/** A number of steps, epochs or images: `full`, or `few` in quick mode. */
export function fullOrQuick<T>(full: T, few: T): T {
  return quick ? few : full;
}

/**
 * Prepares the kernel: checks Deno, makes the Stop button harmless and brings
 * plotly to the page. Returns the line of versions to show.
 *
 * @throws {Error} If this Deno is older than {@linkcode oldestDeno}
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

/** Refuses a Deno whose kernel would hide errors. */
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
