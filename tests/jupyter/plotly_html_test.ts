import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { gunzipSync } from "node:zlib";
import {
  escapeHtml,
  figureHtml,
  loaderHtml,
  redrawHtml,
} from "../../lib/jupyter/plotly_html.ts";
import type { Figure } from "../../lib/plots/mod.ts";
import deno from "../../deno.json" with { type: "json" };

const figure: Figure = {
  data: [{ type: "scatter", x: [1, 2], y: [3, 4] }],
  layout: { width: 300, height: 200 },
  alt: "two points",
};

Deno.test("loaderHtml() contains plotly, compressed to less than a megabyte", async () => {
  const html = await loaderHtml();
  assert(html.length < 1e6, `${html.length} characters`);
  const [, packed] = html.match(/atob\("([^"]+)"\)/) ?? [];
  const source = gunzipSync(
    Uint8Array.from(atob(packed), (c) => c.charCodeAt(0)),
  ).toString();
  const { version } = /plotly\.js \(cartesian - minified\) v(?<version>[\d.]+)/
    .exec(source)!.groups!;
  assertStringIncludes(deno.imports["plotly.js-dist"], `@${version}`);
});

Deno.test("plotly has the same version in notebooks as in the types and PNGs", () => {
  const { imports } = deno;
  const version = (specifier: string) => specifier.split("@").at(-1);
  assertEquals(
    version(imports["plotly.js-cartesian-dist-min"]),
    version(imports["plotly.js-dist"]),
  );
});

Deno.test("figureHtml() reserves the figure's space and describes it", () => {
  const html = figureHtml(figure, "figure-1");
  assertStringIncludes(html, `<div id="figure-1" role="img"`);
  assertStringIncludes(html, `aria-label="two points"`);
  assertStringIncludes(html, "min-height:200px");
  assert(!html.includes("<img"));
});

Deno.test("figureHtml() shows the PNG until plotly draws the figure", () => {
  const html = figureHtml(figure, "figure-1", "abc=");
  assertStringIncludes(
    html,
    `<img src="data:image/png;base64,abc=" width="300" height="200" alt="two points">`,
  );
});

/** Runs the script in `html` on a page where `element` has the id figure-1. */
function run(
  html: string,
  page: { plotlyWaiting?: unknown[] },
  element: unknown,
) {
  const [, script] = html.match(/<script>([^]*)<\/script>/)!;
  const document = {
    getElementById: (id: string) => id === "figure-1" ? element : null,
  };
  new Function("globalThis", "document", script)(page, document);
}

Deno.test("figures wait for plotly and are then drawn once", () => {
  const page: { plotlyWaiting?: ((plotly: unknown) => void)[] } = {};
  const classes = new Set<string>();
  const calls: unknown[][] = [];
  const element = {
    classList: { contains: (name: string) => classes.has(name) },
    replaceChildren: () => calls.push(["emptied"]),
  };
  run(figureHtml(figure, "figure-1"), page, element);
  const plotly = {
    newPlot(_: unknown, data: unknown) {
      classes.add("js-plotly-plot");
      calls.push(["newPlot", data]);
    },
  };
  assertEquals([page.plotlyWaiting?.length, calls.length], [1, 0]);
  for (const draw of [...page.plotlyWaiting!, ...page.plotlyWaiting!]) {
    draw(plotly);
  }
  assertEquals(calls, [["emptied"], ["newPlot", figure.data]]);
});

Deno.test("redrawHtml() redraws the figure with its id, if the page has one", () => {
  const page: { plotlyWaiting?: ((plotly: unknown) => void)[] } = {};
  const drawn: unknown[] = [];
  const plotly = { react: (element: unknown) => drawn.push(element) };
  run(redrawHtml(figure, "figure-1"), page, "the figure");
  run(redrawHtml(figure, "figure-2"), page, "the figure");
  for (const draw of page.plotlyWaiting!) draw(plotly);
  assertEquals(drawn, ["the figure"]);
});

Deno.test("escapeHtml() turns text into HTML that shows it", () => {
  assertEquals(escapeHtml(`a<b & "c">`), "a&lt;b &amp; &quot;c&quot;&gt;");
});
