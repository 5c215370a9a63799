import { assertEquals } from "@std/assert";
import { downloadReporter } from "../../../lib/cli/command/download_line.ts";

function report(live: boolean): string[] {
  const texts: string[] = [];
  let time = 0;
  const reporter = downloadReporter(
    { live, write: (text) => texts.push(text) },
    () => time,
  );
  for (let megabytes = 0; megabytes <= 4; megabytes++) {
    time += 0.06;
    reporter({
      file: "a.gz",
      receivedBytes: megabytes * 1e6,
      totalBytes: 4e6,
    });
  }
  return texts;
}

Deno.test("downloadReporter() redraws its line at most ten times a second", () => {
  assertEquals(report(true), [
    "\rDownloading a.gz: 0% of 4.0 MB",
    "\rDownloading a.gz: 50% of 4.0 MB",
    "\rDownloading a.gz: 100% of 4.0 MB",
    "\n",
  ]);
});

Deno.test("downloadReporter() writes one line per file where it can't redraw", () => {
  assertEquals(report(false).join(""), "Downloading a.gz: 100% of 4.0 MB\n");
});

Deno.test("downloadReporter() works without the file's length", () => {
  let text = "";
  const reporter = downloadReporter(
    { live: true, write: (part) => text += part },
    () => 0,
  );
  reporter({ file: "a.gz", receivedBytes: 1_500_000, totalBytes: undefined });
  assertEquals(text, "\rDownloading a.gz: 1.5 MB");
});
