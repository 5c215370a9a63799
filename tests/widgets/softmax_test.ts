import { assertEquals, assertThrows } from "@std/assert";
import { type SoftmaxOptions, softmaxWidget } from "../../lib/widgets/mod.ts";

const options = { logits: [2, 1, -1], labels: ["cat", "dog", "owl"] };

Deno.test("softmaxWidget() says what it shows", () => {
  assertEquals(
    softmaxWidget({ ...options, target: 1 }).alt.split(" Where")[0],
    'At temperature 1, "cat" is most probable: 0.705. ' +
      'The cross-entropy for the target "dog" is 1.3490.',
  );
});

Deno.test("softmaxWidget() refuses options that do not fit each other", () => {
  const wrong: [Partial<SoftmaxOptions>, string][] = [
    [{ logits: [] }, "logits must be one or more finite numbers"],
    [{ logits: [1, NaN, 2] }, "logits must be one or more finite numbers"],
    [{ labels: ["cat"] }, "labels must be as many as logits, 3"],
    [{ temperature: 0 }, "temperature must be a positive finite number"],
    [{ target: 3 }, "target must be from 0 to 2: current value is 3"],
  ];
  for (const [change, message] of wrong) {
    assertThrows(
      () => softmaxWidget({ ...options, ...change }),
      RangeError,
      message,
    );
  }
});
