import { assertEquals } from "@std/assert";
import { quoted, resumedTraining } from "../../../lib/cli/command/shell.ts";

Deno.test("quoted() leaves plain words alone and quotes the others", () => {
  assertEquals(
    ["--out=/a.b", "my runs", "it's", ""].map(quoted),
    ["--out=/a.b", "'my runs'", "'it'\\''s'", "''"],
  );
});

Deno.test("resumedTraining() is the same command with --resume", () => {
  const flags = ["--workers", "2", "--out", "my runs", "--synchronize"];
  const command =
    "deno task train --resume --workers 2 --out 'my runs' --synchronize";
  assertEquals(resumedTraining(flags), command);
  assertEquals(resumedTraining([...flags, "--resume"]), command);
});
