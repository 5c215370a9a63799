/// <reference lib="dom" />
/** What the page says of its network: what to draw, its size, its training. @module */
import { DIGIT_CLASSES } from "../../../data/digits.ts";
import { byId } from "../input/controls.ts";
import type { Network } from "../network/network.ts";

/** Whether the network reads digits, as the examples are. */
export function readsDigits({ info: { classes } }: Network): boolean {
  return classes.join("") === DIGIT_CLASSES.join("");
}

/** Fills the heading and the lines about the network. */
export function describeNetwork(network: Network): void {
  const { info: { classes, trainedOn, epoch }, parameters } = network;
  if (!readsDigits(network)) askFor(classes);
  byId("size").textContent = ` with ${
    parameters.toLocaleString("en")
  } parameters`;
  byId("trained").textContent = `Trained on ${trainedOn} in ${epoch} epochs.`;
}

/** Names the classes of a network that reads something else than digits. */
function askFor(classes: readonly string[]): void {
  const heading = `Draw ${
    new Intl.ListFormat("en", { type: "disjunction" })
      .format(classes)
  }`;
  document.title = heading;
  const title = document.querySelector<HTMLElement>("h1")!;
  title.textContent = heading;
  title.classList.add("long");
}
