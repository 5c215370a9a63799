import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { findModel } from "../../../lib/cli/command/find_model.ts";
import { ModelError } from "../../../lib/model/errors.ts";
import { inFolder } from "../../support/folder.ts";

async function makeModel(...parts: string[]): Promise<string> {
  const folder = join(...parts);
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(join(folder, "model.json"), "{}");
  return folder;
}

Deno.test("findModel() takes a model's folder, or the last epoch in a run's folder", async () => {
  await inFolder(async (folder) => {
    const last = await makeModel(folder, "run", "last");
    const best = await makeModel(folder, "run", "best");
    assertEquals(await findModel(join(folder, "run"), folder), last);
    assertEquals(await findModel(best, folder), best);
  });
});

Deno.test("findModel() takes the newest run with a finished epoch", async () => {
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

Deno.test("findModel() takes the run that started last, whatever its name", async () => {
  await inFolder(async (folder) => {
    const begun = async (name: string, started: string) => {
      const last = await makeModel(folder, name, "last");
      const config = JSON.stringify({ started });
      await Deno.writeTextFile(join(folder, name, "config.json"), config);
      return last;
    };
    await begun("my-run", "2025-01-01T00:00:00.000Z");
    const newer = await begun(
      "2025-11-23_07-30-12_best_1",
      "2025-11-23T06:30:12.000Z",
    );
    assertEquals(await findModel(undefined, folder), newer);
  });
});

Deno.test("findModel() takes the best epoch of a run with early stopping", async () => {
  await inFolder(async (folder) => {
    const run = join(folder, "run");
    const last = await makeModel(run, "last");
    const config = JSON.stringify({
      recipe: { earlyStopping: { patience: 2 } },
    });
    await Deno.writeTextFile(join(run, "config.json"), config);
    assertEquals(await findModel(run, folder), last); // No best one yet
    const best = await makeModel(run, "best");
    assertEquals(await findModel(run, folder), best);
    assertEquals(await findModel(undefined, folder), best);
    assertEquals(await findModel(last, folder), last);
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
