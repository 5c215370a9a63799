/** What a run came to. @module */
import { join } from "node:path";

/** The last weights' digest, the final scores, and the history without its seconds. */
export async function resultOf(run: string) {
  const { weightsManifest } = JSON.parse(
    await Deno.readTextFile(join(run, "last", "model.json")),
  );
  return { weights: weightsManifest[0].paths, ...await historyOf(run) };
}

/** The history without its seconds; the final scores once the run has ended. */
export async function historyOf(run: string) {
  const text = await Deno.readTextFile(join(run, "history.json"));
  const { epochs, final } = JSON.parse(text);
  return { epochs: epochs.map(withoutSeconds), final };
}

/** What two equal runs have in common in an epoch. */
export function withoutSeconds({ seconds: _, ...result }: { seconds: number }) {
  return result;
}
