import { assertEquals, assertStringIncludes } from "@std/assert";
import { reliabilityDiagram } from "../../../lib/plots/curves/reliability.ts";
import { traces } from "../traces.ts";

Deno.test("reliabilityDiagram() shows percentages with intervals and no line", () => {
  const figure = reliabilityDiagram([
    { confidence: 0.75, accuracy: 0.5, low: 0.25, high: 0.75, count: 4 },
    { confidence: 1, accuracy: 1, low: 0.5, high: 1, count: 4 },
  ], 0.25);
  const [diagonal, network] = traces(figure);
  assertEquals([network.x, network.y], [[75, 100], [50, 100]]);
  assertEquals(network.mode, "markers");
  const { array, arrayminus } = network.error_y;
  assertEquals([array, arrayminus], [[25, 0], [25, 50]]);
  assertEquals(diagonal.x, [20, 100]);
  assertStringIncludes(String(figure.layout.title?.text), "25.00 %");
});
