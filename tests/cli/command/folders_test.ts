import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import {
  comparisonFile,
  projectModelFolder,
  ratesFolder,
  runsFolder,
  softTargetsFolder,
  sweepResultsFolder,
  sweepsFolder,
  teachersFolder,
} from "../../../lib/cli/command/folders.ts";

Deno.test("commands keep what they make in data/, in the project's folder", () => {
  const path = (name: string) =>
    fileURLToPath(new URL(`../../../data/${name}`, import.meta.url));
  assertEquals(runsFolder(), path("runs"));
  assertEquals(sweepsFolder(), path("sweeps"));
  assertEquals(teachersFolder(), path("sweeps/teachers/trials"));
  assertEquals(softTargetsFolder(), path("soft_targets"));
  assertEquals(ratesFolder(), path("rates"));
  assertEquals(comparisonFile(), path("comparison.html"));
  assertEquals(projectModelFolder(), path("model"));
  assertEquals(sweepResultsFolder(), path("../sweeps/results"));
});
