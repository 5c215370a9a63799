import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { findModel } from "../../lib/cli/find_model.ts";
import { ModelError } from "../../lib/model/errors.ts";
import { inFolder } from "../support/folder.ts";

async function makeModel(...parts: string[]): Promise<string> {
  const folder = join(...parts);
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(join(folder, "model.json"), "{}");
  return folder;
}

Deno.test("findModel() takes a model's folder, and the last epoch of a run's", async () => {
  await inFolder(async (folder) => {
    const last = await makeModel(folder, "run", "last");
    const best = await makeModel(folder, "run", "best");
    assertEquals(await findModel(join(folder, "run"), folder), last);
    assertEquals(await findModel(best, folder), best);
  });
});

Deno.test("findModel() takes the newest run that kept an epoch", async () => {
  await inFolder(async (folder) => {
    await makeModel(folder, "2025-01-01_00-00-00_reference_1", "last");
    const newer = await makeModel(
      folder,
      "2025-01-02_00-00-00_reference_1",
      "last",
    );
    await Deno.mkdir(join(folder, "2025-01-03_00-00-00_reference_1"));
    assertEquals(await findModel(undefined, folder), newer);
  });
});

Deno.test("findModel() says where it looked", async () => {
  await inFolder(async (folder) => {
    await assertRejects(
      () => findModel(folder, folder),
      ModelError,
      `Cannot find a model in "${folder}"`,
    );
    for (const runs of [folder, join(folder, "missing")]) {
      await assertRejects(
        () => findModel(undefined, runs),
        ModelError,
        `"${runs}" must hold a run`,
      );
    }
  });
});
