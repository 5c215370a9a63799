/// <reference lib="dom" />
/** The page: draw a digit, and see what the network makes of it. @module */
import type { Files } from "./files.ts";
import { calibrate } from "./calibration.ts";
import { byId, connectControls } from "./input/controls.ts";
import { exampleLabels, loadExamples } from "./input/examples.ts";
import { type Pixels, sample } from "./input/source.ts";
import { connectBackends, startNetwork } from "./network/start.ts";
import { Screen } from "./screen.ts";

/** Set by the build. */
declare const FILES: Files;

const screen = new Screen();
connectControls({
  pictureWorker: FILES.pictureWorker,
  current: () => screen.source,
  onChange: (source) => screen.show(source),
  read: (digits) => screen.answers(digits),
  onMessage: (words) => screen.say(words),
});
screen.show(sample);

async function start(): Promise<void> {
  const examples = showExamples();
  const started = await startNetwork(FILES);
  if (!started) {
    screen.fail(
      "The network could not be loaded. Reload the page to try again.",
    );
    return;
  }
  const { backend, network } = started;
  screen.use(network);
  connectBackends({
    files: FILES,
    backend,
    onSwitch: () => screen.pause(),
    onNetwork: (next) => screen.use(next),
  });
  const digits = await examples;
  if (digits.length > 0) screen.calibrate(await calibrate(network, digits));
}

async function showExamples(): Promise<Pixels[]> {
  try {
    const digits = await loadExamples(FILES.examples);
    screen.offer(digits, (k) => `Example ${k + 1}, a ${exampleLabels[k]}`);
    return digits;
  } catch {
    // The page works without them
    byId("examples").hidden = true;
    return [];
  }
}

void start();
if (navigator.serviceWorker) {
  addEventListener("load", () => {
    // Without it, the page works while it is online
    navigator.serviceWorker.register(FILES.serviceWorker).catch(() => {});
  });
}
