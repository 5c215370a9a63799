/** Style sheets, fonts and scripts of the site. @module */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { FolderFile } from "../files/atomic_folder.ts";
import { elementScript } from "../widgets/script.ts";
import { siteScript } from "./bundle.ts";

const encoder = new TextEncoder();
const require = createRequire(import.meta.url);

/** A file of text. */
export function textFile(path: string, text: string): FolderFile {
  return { path, bytes: encoder.encode(text) };
}

/** Where the script of a widget is, from the site's root. */
export async function elementPath(element: string): Promise<string> {
  return `assets/${(await elementScript(element)).name}.js`;
}

/**
 * What all pages share.
 *
 * @param elements Widgets: modules in lib/widgets/elements
 */
export async function assetFiles(
  elements: readonly string[],
): Promise<FolderFile[]> {
  const own = async (name: string) => ({
    path: `assets/${name}`,
    bytes: await Deno.readFile(new URL(`page/${name}`, import.meta.url)),
  });
  return [
    await own("style.css"),
    await own("icon.svg"),
    textFile("assets/site.js", await siteScript()),
    {
      path: "assets/plotly.js",
      bytes: await Deno.readFile(
        require.resolve("plotly.js-cartesian-dist-min"),
      ),
    },
    ...await formulaFiles(),
    ...await Promise.all(elements.map(async (element) =>
      textFile(
        await elementPath(element),
        (await elementScript(element)).code,
      )
    )),
    // GitHub would leave out folders whose names begin with a tilde
    textFile(".nojekyll", ""),
  ];
}

/** KaTeX's style sheet and its fonts, in the one format that all browsers read. */
async function formulaFiles(): Promise<FolderFile[]> {
  const folder = dirname(require.resolve("katex"));
  const css = (await Deno.readTextFile(join(folder, "katex.min.css")))
    .replaceAll(/,url\([^)]*\.(?:woff|ttf)\) format\("[^"]*"\)/g, "");
  const names = [...css.matchAll(/url\(fonts\/([^)]+)\)/g)]
    .map(([, name]) => name);
  const fonts = await Promise.all(
    [...new Set(names)].map(async (name) => ({
      path: `assets/fonts/${name}`,
      bytes: await Deno.readFile(join(folder, "fonts", name)),
    })),
  );
  return [textFile("assets/katex.css", css), ...fonts];
}
