import { assertEquals } from "@std/assert";
import { encodeMessage } from "../../../lib/tensorflow/ffi/protobuf.ts";
import { summary } from "../../../lib/tensorflow/mod.ts";

/** A record as TensorFlow writes it, but for the checksums. */
function record(content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(16 + content.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(content.length), true);
  bytes.set(content, 12);
  return bytes;
}

const event = (step: number, tag: string) =>
  record(encodeMessage([
    [2, step],
    [5, encodeMessage([[1, encodeMessage([[1, tag]])]])],
  ]));

const read = (file: Uint8Array) =>
  [...summary.readEvents(file)].map(({ step, tags }) => [step, ...tags]);

Deno.test("readEvents() gives steps and tags, and each record's bytes", () => {
  const records = [event(1, "loss"), event(300, "accuracy")];
  const file = Uint8Array.from(records.flatMap((bytes) => [...bytes]));
  assertEquals(read(file), [[1, "loss"], [300, "accuracy"]]);
  assertEquals(
    [...summary.readEvents(file)].map(({ bytes }) => bytes),
    records,
  );
});

Deno.test("readEvents() ends where a file is cut off or damaged", () => {
  const [first, second] = [event(1, "loss"), event(2, "loss")];
  const whole = Uint8Array.from([...first, ...second]);
  for (let end = 0; end < whole.length; end++) {
    const kept = end >= first.length ? [[1, "loss"]] : [];
    assertEquals(read(whole.subarray(0, end)), kept);
  }
  const noMessage = record(Uint8Array.of(7, 7, 7));
  assertEquals(read(Uint8Array.from([...first, ...noMessage])), [[1, "loss"]]);
  const endless = new Uint8Array(20).fill(255);
  assertEquals(read(Uint8Array.from([...first, ...endless])), [[1, "loss"]]);
});
