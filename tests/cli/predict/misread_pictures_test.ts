import { assertEquals, assertRejects } from "@std/assert";
import { decode } from "fast-png";
import { join } from "node:path";
import {
  lookAtPictures,
  type LookedAt,
} from "../../../lib/cli/predict/look_at_pictures.ts";
import {
  makePictureFolder,
  writeMisread,
} from "../../../lib/cli/predict/misread_pictures.ts";
import { FileError } from "../../../lib/files/errors.ts";

const options = { count: 3, seed: 5, fonts: "development" } as const;

async function look(
  png: boolean,
  signal: AbortSignal = new AbortController().signal,
): Promise<(readonly LookedAt[])[]> {
  return await Array.fromAsync(lookAtPictures(options, 2, png, signal));
}

Deno.test("lookAtPictures() draws pictures and finds the digit in each", async () => {
  const batches = await look(true);
  assertEquals(batches.map(({ length }) => length), [2, 1]);
  for (const { digit, centred, png, label } of batches.flat()) {
    assertEquals([digit?.length, centred?.length], [784, 784]);
    assertEquals(decode(png!).channels, 4);
    assertEquals(label >= 0 && label <= 9, true);
  }
  assertEquals((await look(false)).flat()[0].png, undefined);
});

Deno.test("lookAtPictures() stops when it is told to", async () => {
  await assertRejects(() => look(false, AbortSignal.abort()), DOMException);
});

Deno.test("writeMisread() writes a picture beside what the network saw", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const [[picture]] = await look(true);
    const out = join(folder, "wrong");
    await makePictureFolder(out);
    await writeMisread(out, 12, picture, 3);
    await writeMisread(out, 13, { ...picture, digit: undefined }, undefined);
    const name = `${picture.kind.replaceAll(" ", "_")}_${picture.label}`;
    const written = await Array.fromAsync(Deno.readDir(out));
    assertEquals(written.map(({ name }) => name).sort(), [
      `0012_${name}_read_as_3.png`,
      `0012_${name}_read_as_3_seen.png`,
      `0013_${name}_read_as_nothing.png`,
    ]);
    const seen = join(out, `0012_${name}_read_as_3_seen.png`);
    const { width, height, data } = decode(await Deno.readFile(seen));
    assertEquals([width, height], [28, 28]);
    assertEquals([...data], [...picture.digit!]);
    await assertRejects(
      () => makePictureFolder(join(seen, "in_a_file")),
      FileError,
      "Cannot write pictures to",
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
