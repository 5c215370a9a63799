import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { TeacherError } from "../../lib/training/errors.ts";
import type { SoftTargetConfig } from "../../lib/teachers/soft_target_config.ts";
import {
  openSoftTargets,
  readSoftTargets,
  writeVersion,
} from "../../lib/teachers/soft_target_files.ts";
import { rowSize } from "../../lib/training/soft_targets.ts";
import { inFolder } from "../support/folder.ts";

const config: SoftTargetConfig = {
  data: { name: "digits", trainCount: 3, testCount: 1, sha256: "abc" },
  teachers: { count: 2, sha256: "def" },
  augmentation: { rotation: 8, aspect: 0.1 },
  fade: 1,
  versions: 2,
  seed: 1,
};
const rowsOf = (version: number) =>
  Float32Array.from({ length: 3 * rowSize(10) }, (_, i) => version + i / 100);

async function faultOf(action: () => Promise<unknown>): Promise<string> {
  const { message } = await assertRejects(action, TeacherError);
  assertEquals(message.includes("\n"), false);
  return message;
}

async function missingIn(
  folder: string,
  expected = config,
): Promise<readonly number[]> {
  using kept = await openSoftTargets(folder, expected);
  return kept.missing;
}

Deno.test("openSoftTargets() lets one process at a time write to a folder", async () => {
  await inFolder(async (folder) => {
    // Left by a process that was killed at its first file
    await Deno.writeTextFile(join(folder, ".config.json.x.tmp"), "{");
    {
      using _kept = await openSoftTargets(folder, config);
      const second = await faultOf(() => openSoftTargets(folder, config));
      assertStringIncludes(
        second,
        "only one process may write to it: another one does; wait ",
      );
    }
    assertEquals(await missingIn(folder), [0, 1]);
  });
});

Deno.test("readSoftTargets() reads what writeVersion() wrote", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "new");
    assertEquals(await missingIn(path), [0, 1]);
    await writeVersion(path, 1, rowsOf(1));
    const missing = await faultOf(() => readSoftTargets(path, config.data));
    assertStringIncludes(missing, 'version-0001.f32": it is missing; ');
    // Left by a killed process
    await Deno.writeTextFile(join(path, ".version-0001.f32.x.tmp"), "half");
    assertEquals(await missingIn(path), [0]);
    await writeVersion(path, 0, rowsOf(0));
    assertEquals(await missingIn(path), []);
    const { versions, count, rows, ...read } = await readSoftTargets(
      path,
      config.data,
    );
    assertEquals([versions, count], [2, 3]);
    assertEquals(rows, Float32Array.from([...rowsOf(0), ...rowsOf(1)]));
    assertEquals(read.config, config);
    await writeVersion(path, 0, rowsOf(2));
    const changed = await readSoftTargets(path, config.data);
    assertEquals(changed.sha256 === read.sha256, false);
  });
});

Deno.test("openSoftTargets() refuses a folder with other content", async () => {
  await inFolder(async (folder) => {
    await missingIn(join(folder, "a"));
    const others = await faultOf(() =>
      openSoftTargets(join(folder, "a"), { ...config, seed: 2 })
    );
    assertStringIncludes(others, "it holds others; name another folder");
    const full = await faultOf(() => openSoftTargets(folder, config));
    assertStringIncludes(full, 'it must be empty or new: it holds "a"; ');
    const file = join(folder, "a", "config.json");
    const none = await faultOf(() => openSoftTargets(file, config));
    assertStringIncludes(none, `Cannot write soft targets to "${file}": `);
    const unwritable = await faultOf(() =>
      writeVersion(join(folder, "b"), 0, rowsOf(0))
    );
    assertStringIncludes(unwritable, "no such file or folder; make room");
  });
});

Deno.test("readSoftTargets() says in one line why soft targets can't be used", async () => {
  await inFolder(async (folder) => {
    const read = (data = config.data) =>
      faultOf(() => readSoftTargets(folder, data));
    assertStringIncludes(await read(), "no such file or folder; make them ");
    await missingIn(folder, { ...config, versions: 1 });
    await writeVersion(folder, 0, rowsOf(0));
    const others = [{ sha256: "abd" }, { trainCount: 4 }];
    for (const other of others) {
      assertStringIncludes(
        await read({ ...config.data, ...other }),
        "they are for 3 images of digits, or others are held out; ",
      );
    }
    await writeVersion(folder, 0, rowsOf(0).fill(NaN, 7, 8));
    assertStringIncludes(await read(), "must be finite numbers: some are not");
    await writeVersion(folder, 0, rowsOf(0).slice(1));
    assertStringIncludes(
      await read(),
      "must have 192 bytes: current value is 188",
    );
    const path = join(folder, "config.json");
    for (const text of ["{", "[]", '{"data":{}}']) {
      await Deno.writeTextFile(path, text);
      assertStringIncludes(await read(), `Cannot read "${path}": `);
    }
  });
});
