import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { LiveFigure, show } from "../../lib/jupyter/figures.ts";
import { errorCurvesFigure, type Figure } from "../../lib/plots/mod.ts";
import { messagesOf } from "./messages.ts";

const figure = (last: number): Figure =>
  errorCurvesFigure([{ learningRate: 1, errors: [2, last] }]);

Deno.test("show() sends text, PNG and interactive figure in one bundle", async () => {
  const [{ type, content }, ...rest] = await messagesOf(() => show(figure(1)));
  assertEquals([type, rest.length], ["display_data", 0]);
  assertEquals(content.data["text/plain"], figure(1).alt);
  // The first bytes of every PNG file, in base64.
  assert(content.data["image/png"].startsWith("iVBORw0KGgo"));
  assertStringIncludes(content.data["text/html"], "Plotly.newPlot(div");
  assertStringIncludes(
    content.data["text/html"],
    `src="data:image/png;base64,${content.data["image/png"]}"`,
  );
  assertEquals(content.metadata["image/png"], { width: 720, height: 400 });
});

Deno.test("show() sends a tensor as text", async () => {
  const tensor = {
    dtype: "int32",
    shape: [2],
    isDisposed: false,
    dataSync: () => [4, 5],
  };
  const [{ content }] = await messagesOf(() => show(tensor));
  assertEquals(content.data, { "text/plain": "Tensor int32 [2]\n[4, 5]" });
});

Deno.test("show() gives each figure an id of its own", async () => {
  const messages = await messagesOf(async () => {
    await show(figure(1));
    await show(figure(1));
  });
  const [first, second] = messages.map(({ content }) =>
    content.data["text/html"].match(/id="([^"]+)"/)![1]
  );
  assert(first !== second);
});

Deno.test("LiveFigure draws at most ten times per second", async () => {
  let computed = 0;
  const start = performance.now();
  const messages = await messagesOf(async () => {
    const live = new LiveFigure();
    for (let k = 0; k < 1000; k++) {
      await live.update(() => figure(++computed));
    }
  });
  const tenths = (performance.now() - start) / 100;
  assert(computed <= 1 + tenths, `${computed} in ${tenths} tenths of a second`);
  // The first drawing is the figure and its caption.
  assertEquals(messages.length, computed + 1);
});

Deno.test("LiveFigure.end() leaves the last figure with its PNG", async () => {
  const messages = await messagesOf(async () => {
    const live = new LiveFigure();
    await live.update(() => figure(7));
    await live.end(figure(5));
  });
  const [first, caption, last, lastCaption] = messages;
  assertEquals(messages.length, 4);
  assertEquals(last.type, "update_display_data");
  assertEquals(last.content.transient, first.content.transient);
  assertStringIncludes(last.content.data["text/html"], "[2,5]");
  assert("image/png" in last.content.data);
  assertEquals(lastCaption.content.transient, caption.content.transient);
  assertEquals(Object.keys(lastCaption.content.data), ["text/plain"]);
});

Deno.test("LiveFigure redraws the figure in place", async () => {
  const messages = await messagesOf(async () => {
    const live = new LiveFigure();
    await live.update(() => figure(7));
    await new Promise((resolve) => setTimeout(resolve, 110));
    await live.update(() => figure(6));
  });
  const [first, , redrawn] = messages;
  const id = first.content.data["text/html"].match(/id="([^"]+)"/)![1];
  assertStringIncludes(redrawn.content.data["text/html"], `"${id}"`);
  assertStringIncludes(redrawn.content.data["text/html"], "Plotly.react(div");
});

Deno.test("no text in a figure can end the script that draws it", async () => {
  const hostile = figure(1);
  hostile.data[0] = { ...hostile.data[0], name: "</script><b>" } as never;
  const [{ content }] = await messagesOf(() =>
    show({ ...hostile, alt: `"><b>` })
  );
  const html = content.data["text/html"];
  assertEquals(html.match(/<\/script>/g)?.length, 1);
  assert(!html.includes("<b>"));
});
