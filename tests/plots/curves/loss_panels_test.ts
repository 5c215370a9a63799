import { assertEquals, assertThrows } from "@std/assert";
import { lossPanels } from "../../../lib/plots/curves/loss_panels.ts";
import { traces } from "../traces.ts";

Deno.test("lossPanels() gives each name a panel and all of them one legend", () => {
  const runs = [
    { training: [1, 0.5], validation: [2, 0.7] },
    { training: [3, 0.7], validation: [4, 0.9] },
  ];
  const figure = lossPanels({ a: runs, b: runs }, { heading: "Dropout" });
  const panels = traces(figure) as unknown as {
    name?: string;
    xaxis: string;
    showlegend: boolean;
    y: number[];
  }[];
  assertEquals(
    panels.map(({ name, xaxis, showlegend }) => [name, xaxis, showlegend]),
    [
      [undefined, "x", false],
      ["training loss", "x", true],
      [undefined, "x", false],
      ["validation loss", "x", true],
      [undefined, "x2", false],
      ["training loss", "x2", false],
      [undefined, "x2", false],
      ["validation loss", "x2", false],
    ],
  );
  assertEquals(panels[2].y, [4, 0.9, 0.7, 2]);
  assertEquals(panels[3].y, [3, 0.8]);
  assertEquals(figure.layout.annotations?.map(({ text }) => text), ["a", "b"]);
  assertEquals(
    figure.alt,
    "Dropout: loss after the last epoch: a training 0.600, validation 0.800; b training 0.600, validation 0.800",
  );
});

Deno.test("lossPanels() has tick labels even after one epoch", () => {
  const { layout } = lossPanels(
    { a: [{ training: [2.1], validation: [2.3] }] },
    { heading: "" },
  );
  const range = (ends: [number, number]): [number, number] => ends;
  assertEquals(layout.xaxis?.range, range([0.5, 1.5]));
  assertEquals(layout.yaxis?.range, range([Math.log10(2), Math.log10(5)]));
});

Deno.test("lossPanels() rejects an empty set of runs", () => {
  assertThrows(() => lossPanels({}, { heading: "" }), RangeError);
});

Deno.test("lossPanels() marks decades alone where there are many", () => {
  const ticks = (training: number) =>
    lossPanels({ a: [{ training: [training], validation: [2] }] }, {
      heading: "",
    }).layout.yaxis?.tickvals;
  assertEquals(ticks(0.002), [0.001, 0.01, 0.1, 1, 10]);
  assertEquals(ticks(0.2)?.slice(0, 3), [0.001, 0.002, 0.005]);
});
