import type { RunConfig } from "../../runs/record.ts";
import { recipes } from "../../training/recipes/recipes.ts";

/** The command that trains the same network, with MNIST's default place. */
export function trainCommand({ recipe, data, start }: RunConfig): string {
  const known: Readonly<Record<string, typeof recipe>> = recipes;
  const usual = Object.hasOwn(known, recipe.name)
    ? known[recipe.name]
    : undefined;
  const flags: [string, string | number | undefined | false][] = [
    ["recipe", recipe.name],
    ["seed", recipe.seed],
    ["epochs", recipe.epochs !== usual?.epochs && recipe.epochs],
    ["batch-size", recipe.batchSize !== usual?.batchSize && recipe.batchSize],
    ["limit", start?.limit],
    ["patience", recipe.earlyStopping?.patience],
    ["data", data.kind === "idx" || data.kind === "pictures" ? "DIR" : false],
  ];
  const switches = [
    ...start?.validation ? ["--validation"] : [],
    ...start?.writers ? ["--writers"] : [],
    ...recipe.precision ? ["--bfloat16"] : [],
  ];
  return [
    "deno task train",
    ...flags.filter(([, value]) => value !== undefined && value !== false)
      .map(([flag, value]) => `--${flag} ${value}`),
    ...switches,
  ].join(" ");
}
