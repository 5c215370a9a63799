import { assertEquals } from "@std/assert";
import { architectureDiagram } from "../../../lib/plots/diagrams/architecture.ts";

Deno.test("architectureDiagram() adds up parameters and names every shape", () => {
  const figure = architectureDiagram([
    {
      name: "layer 1",
      operations: ["conv"],
      outputShape: [4, 4, 2],
      parameters: 1200,
    },
    {
      name: "layer 2",
      operations: ["dense"],
      outputShape: [10],
      parameters: 30,
    },
  ], [4, 4, 1]);
  assertEquals(figure.alt, "input 4×4×1 → layer 1 4×4×2 → layer 2 10");
  assertEquals(figure.layout.title?.text, "The network: 1,230 parameters");
});

Deno.test("architectureDiagram() writes both shapes of a layer that pools globally", () => {
  const figure = architectureDiagram([
    {
      name: "layer 1",
      operations: ["conv", "pool"],
      outputShape: [2],
      pooledShape: [4, 4, 2],
      parameters: 12,
    },
  ], [4, 4, 1]);
  assertEquals(figure.alt, "input 4×4×1 → layer 1 4×4×2 2");
  const texts = figure.layout.annotations?.map(({ text }) => text);
  assertEquals(texts?.[2], "<b>4×4<br>×2<br>↓<br>2</b>");
  const boxes = figure.layout.shapes?.filter(({ type }) => type === "rect");
  assertEquals(boxes?.map(({ y1 }) => y1), [0.5, 0.5]);
});
