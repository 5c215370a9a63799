import { init } from "../../../lib/tensorflow/mod.ts";
import { converterSpecs } from "./converter.ts";
import { dataSpecs } from "./data.ts";
import { layerSpecs } from "./layers.ts";
import { runSpecs } from "./spec.ts";

/** Runs the specs of our own; returns their counts and what failed. */
export async function runOwnSpecs(): Promise<{
  readonly summary: string;
  readonly failures: readonly string[];
}> {
  await init();
  const suites = {
    layers: layerSpecs,
    converter: converterSpecs,
    data: dataSpecs,
  };
  const failures: string[] = [];
  const counts: string[] = [];
  for (const [name, specs] of Object.entries(suites)) {
    const failed = await runSpecs(specs);
    failures.push(...failed);
    counts.push(`${specs.length} for ${name}`);
  }
  return {
    summary: `Specs of our own: ${
      counts.join(", ")
    }: ${failures.length} failed`,
    failures,
  };
}
