import { assertEquals } from "@std/assert";
import { findingText } from "../../../lib/cli/doctor/finding.ts";

Deno.test("findingText() lines up, with the command under what is missing", () => {
  assertEquals(
    findingText({ name: "Deno", ok: true, text: "2.9.6" }),
    "ok       Deno       2.9.6",
  );
  assertEquals(
    findingText({ name: "MNIST", ok: false, text: "a\nb", command: "get" }),
    "missing  MNIST      a\n" +
      "                    b\n" +
      "                    get it: get",
  );
});
