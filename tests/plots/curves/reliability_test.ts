import { assertEquals, assertStringIncludes } from "@std/assert";
import { reliabilityDiagram } from "../../../lib/plots/curves/reliability.ts";
import { traces } from "../traces.ts";

Deno.test("reliabilityDiagram() shows percentages and omits empty bins", () => {
  const figure = reliabilityDiagram([
    { confidence: 0, accuracy: 0, count: 0 },
    { confidence: 0.75, accuracy: 0.5, count: 4 },
  ], 0.25);
  const [, network, answers] = traces(figure);
  assertEquals([network.x, network.y], [[75], [50]]);
  assertEquals(answers.y, [4]);
  assertStringIncludes(String(figure.layout.title?.text), "25.00 %");
});
