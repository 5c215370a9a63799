import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  heldOutFrom,
  loadDataset,
  requireClasses,
} from "../../../lib/cli/command/dataset.ts";
import { syntheticDataset } from "../../../lib/data/mod.ts";
import { DataError } from "../../../lib/data/errors.ts";
import { writeDigits } from "../../support/command.ts";
import { inFolder } from "../../support/folder.ts";

Deno.test("loadDataset() takes the first images of each set up to the limit", async () => {
  await inFolder(async (folder) => {
    const data = await writeDigits(folder);
    const { signal } = new AbortController();
    const counts = async (limit?: number) => {
      const { train, test } = await loadDataset(data, limit, signal);
      return [train.count, test.count];
    };
    assertEquals(await counts(), [200, 100]);
    assertEquals(await counts(150), [150, 100]);
  });
});

Deno.test("heldOutFrom() splits the training images as the flags ask", async () => {
  const all = syntheticDataset({ train: 120, test: 10 });
  assertEquals(await heldOutFrom(all, {}), all);
  const { train, test } = await heldOutFrom(all, { validation: true });
  assertEquals([train.count, test.count], [110, 10]);
  await assertRejects(
    () => heldOutFrom(all, { validation: true, writers: true }),
    DataError,
    "the digits must be MNIST",
  );
});

Deno.test("requireClasses() refuses images of other classes", () => {
  const digits = syntheticDataset({ train: 12, test: 10 });
  requireClasses([..."0123456789"], digits);
  assertThrows(
    () => requireClasses(["cat", "dog"], digits),
    DataError,
    'the images must be of the model\'s 2 classes, "cat", "dog": they are of 10, "0", "1", "2", "3", "4" …; name the folder',
  );
  assertThrows(() => requireClasses([..."1023456789"], digits), DataError);
});
