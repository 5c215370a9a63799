import { assertEquals, assertThrows } from "@std/assert";
import { hyperparameterFigure } from "../../../lib/plots/charts/hyperparameters.ts";
import { traces } from "../traces.ts";

Deno.test("hyperparameterFigure() has a panel for each hyperparameter", () => {
  const rates = [0.001, 0.01, 0.1];
  const results = rates.flatMap((rate) =>
    [32, 64].map((size) => ({
      varied: { rate, size, kind: size === 32 ? "sgd" : ["adam"] },
      value: 99 + 10 * rate - size / 100,
    }))
  );
  const figure = hyperparameterFigure(results, {
    heading: "all",
    axisTitle: "%",
  });
  const [rate, size, kind] = traces(figure);
  assertEquals(rate.x, [0.001, 0.001, 0.01, 0.01, 0.1, 0.1]);
  assertEquals(size.x.slice(0, 2), [32, 64]);
  assertEquals(kind.x.slice(0, 2), ["sgd", '["adam"]']);
  assertEquals([rate.y, size.y], [kind.y, kind.y]);
  const types = ["xaxis", "xaxis2", "xaxis3"].map((name) =>
    (figure.layout as unknown as Record<string, { type?: string }>)[name].type
  );
  assertEquals(types, ["log", undefined, "category"]);
  assertEquals(
    figure.alt,
    "all: 6 settings from 98.37 to 99.68, the best with rate 0.1, size 32, kind sgd",
  );
});

Deno.test("hyperparameterFigure() rejects an empty list", () => {
  const titles = { heading: "", axisTitle: "" };
  assertThrows(() => hyperparameterFigure([], titles), RangeError);
  assertThrows(
    () => hyperparameterFigure([{ varied: {}, value: 1 }], titles),
    RangeError,
  );
});
