import { assertEquals } from "@std/assert";
import { softmaxWidget } from "../../../lib/widgets/mod.ts";
import { figureHtml } from "../../../lib/jupyter/plotly_html.ts";
import type { CodeCell, Notebook } from "../../../lib/jupyter/notebook.ts";
import { classCountsFigure } from "../../../lib/plots/charts/bars.ts";
import {
  decodeLiveForms,
  encodeLiveForms,
  liveForms,
  livePath,
  pictureDigest,
} from "../../../lib/site/render/live.ts";

function notebook(outputs: CodeCell["outputs"]): Notebook {
  const cell: CodeCell = {
    ...{ cell_type: "code", id: "a", metadata: {}, source: "" },
    ...{ execution_count: 1, outputs },
  };
  return { cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 };
}

Deno.test("liveForms() finds what figures and widgets are drawn from", async () => {
  const figure = classCountsFigure({ training: [1, 2, 3] });
  const { bundle } = await softmaxWidget({ logits: [1, 2], labels: [0, 1] })
    .render("id");
  const shown = (data: Record<string, string>) => ({
    output_type: "display_data" as const,
    data,
  });
  const forms = liveForms(notebook([
    shown({
      "text/html": figureHtml(figure, "id", "AA=="),
      "image/png": "AA==",
    }),
    shown({ ...bundle }),
    shown({ "text/html": "<table></table>", "text/plain": "" }),
    shown({ "image/png": "AAA=" }),
    { output_type: "stream", name: "stdout", text: "a" },
  ]));
  const digests = ["AA==", bundle["image/png"]!].map(pictureDigest);
  assertEquals(Object.keys(forms), digests);
  assertEquals(
    forms[digests[0]],
    JSON.parse(JSON.stringify({ figure: [figure.data, figure.layout] })),
  );
  const widget = forms[digests[1]];
  assertEquals("widget" in widget && widget.widget, "softmax");
  assertEquals(decodeLiveForms(encodeLiveForms(forms)), forms);
});

Deno.test("live forms are beside their notebook, by digests that no line break changes", () => {
  assertEquals(
    ["notebooks/01_a.ipynb", "/notebooks/x/notebooks/solutions/01_a.ipynb"]
      .map(livePath),
    [
      "notebooks/live/01_a.json.gz",
      "/notebooks/x/notebooks/live/solutions/01_a.json.gz",
    ],
  );
  assertEquals(pictureDigest("AA\n=="), pictureDigest("AA=="));
});
