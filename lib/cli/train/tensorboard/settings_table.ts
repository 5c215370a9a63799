import type { RunConfig } from "../../../runs/record.ts";
import { flatSettings } from "../../../runs/settings.ts";

/** All that a run was started with, as a table in Markdown. */
export function settingsTable(config: RunConfig): string {
  const rows = flatSettings(config).map(([setting, value]) =>
    `| ${setting} | ${String(value).replaceAll("|", "\\|")} |`
  );
  return ["| setting | value |", "| --- | --- |", ...rows].join("\n");
}
