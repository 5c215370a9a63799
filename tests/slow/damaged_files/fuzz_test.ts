import { assert, assertEquals } from "@std/assert";
import { inFolder } from "../../support/folder.ts";
import type { FormatReport } from "./damage_process.ts";
import { readDamagedFiles } from "./fuzz.ts";

Deno.test("a damaged file of any format is read, or refused in one line that names it", async () => {
  await inFolder(async (folder) => {
    const reports: FormatReport[] = [];
    // The same files each time; deno task fuzz draws others
    await readDamagedFiles(
      { folder, files: 525, seed: 1 },
      (report) => reports.push(report),
    );
    assertEquals(reports.length, 24);
    for (const { format, accepted, refused } of reports) {
      assertEquals(accepted + refused > 20, true, format);
      assert(refused > 0, `${format}: nothing was damaged`);
    }
  });
});
