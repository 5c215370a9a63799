import { assertThrows } from "@std/assert";
import { checkDeno } from "../../lib/jupyter/start.ts";

Deno.test("checkDeno() asks for the oldest Deno that shows all errors", () => {
  for (const version of ["2.9.4", "2.9.6", "2.10.0", "3.0.0", "2.9.5+abc"]) {
    checkDeno(version);
  }
  for (const version of ["2.9.3", "2.8.9", "1.46.3"]) {
    assertThrows(
      () => checkDeno(version),
      Error,
      `current value is ${version}`,
    );
  }
});
