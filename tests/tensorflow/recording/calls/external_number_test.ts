import { assertEquals } from "@std/assert";
import { ExternalNumber } from "../../../../lib/tensorflow/recording/calls/external_number.ts";
import { backend } from "../../../support/tensorflow.ts";

Deno.test("a number that changes at each call is what calls begun ahead found", () => {
  let step = 0;
  using rate = new ExternalNumber(backend, (ahead) => 1 / (1 + step + ahead));
  const found = Array.from({ length: 40 }, (_, k) => rate.valueAhead(k));
  for (const { version } of found) {
    assertEquals(rate.value.version, version);
    step++;
  }
});
