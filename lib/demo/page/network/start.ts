/// <reference lib="dom" />
/** Starts the network on a backend, and lets the reader choose another. @module */
import { element } from "../../../widgets/elements/widget_element.ts";
import type { Files } from "../files.ts";
import {
  type Backend,
  backendNames,
  backends,
  isKnown,
  useBackend,
} from "./backends.ts";
import { loadNetwork, type Network } from "./network.ts";

/** A network and what computes it. */
export interface StartedNetwork {
  readonly backend: Backend;
  readonly network: Network;
}

/**
 * Loads the network on the first backend that works. WebAssembly comes first: for a
 * single small image, a graphics card takes longer to answer than to compute.
 */
export async function startNetwork(
  files: Files,
): Promise<StartedNetwork | undefined> {
  for (const backend of ["wasm", "webgl", "cpu"] as const) {
    const network = await networkOn(backend, files);
    if (network) return { backend, network };
  }
}

async function networkOn(
  backend: Backend,
  files: Files,
): Promise<Network | undefined> {
  if (!await useBackend(backend, files)) return undefined;
  try {
    const url = new URL(files.model, document.baseURI).href;
    const network = await loadNetwork(url);
    // The first pass compiles what later ones use
    await network.read(new Uint8Array(784));
    return network;
  } catch {
    return undefined;
  }
}

/** Options of {@linkcode connectBackends}. */
export interface BackendOptions {
  readonly files: Files;
  readonly backend: Backend;
  /** The network that reads so far is about to lose its backend. */
  readonly onSwitch: () => void;
  readonly onNetwork: (network: Network) => void;
}

/** Fills the choice of backends. */
export function connectBackends(
  { files, backend, onSwitch, onNetwork }: BackendOptions,
): void {
  const select = document.querySelector<HTMLSelectElement>("#backend")!;
  select.replaceChildren(...backends.map((each) => {
    const option = element("option", { value: each }, backendNames[each]);
    option.disabled = !isKnown(each);
    return option;
  }));
  select.value = backend;
  let current = backend;
  select.addEventListener("change", async () => {
    const wanted = select.value as Backend;
    select.disabled = true;
    onSwitch();
    let network = await networkOn(wanted, files);
    if (network) current = wanted;
    else {
      select.querySelector<HTMLOptionElement>(`[value="${wanted}"]`)!
        .disabled = true;
      select.value = current;
      network = await networkOn(current, files);
    }
    select.disabled = false;
    select.focus();
    if (network) onNetwork(network);
  });
}
