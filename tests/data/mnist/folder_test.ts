import { assertEquals, assertRejects } from "@std/assert";
import { syntheticDataset } from "../../../lib/data/synthetic/digits.ts";
import {
  findDigitFiles,
  readDigitFolder,
} from "../../../lib/data/mnist/folder.ts";
import { FileError } from "../../../lib/files/errors.ts";
import { sha256 } from "../../../lib/files/sha256.ts";
import { inFolder } from "../../support/folder.ts";
import { checksumsOf, smallSet, writeFiles } from "../fixtures.ts";

const set = smallSet(1);
const files = await checksumsOf(set);

Deno.test("findDigitFiles() finds plain, compressed and dotted names", async () => {
  await inFolder(async (folder) => {
    const names = {
      trainImages: "train-images-idx3-ubyte",
      trainLabels: "train-labels-idx1-ubyte.gz",
      testImages: "t10k-images.idx3-ubyte",
      testLabels: "t10k-labels.idx1-ubyte.gz",
    };
    const paths: Record<string, string> = {};
    for (const [role, name] of Object.entries(names)) {
      paths[role] = `${folder}/${name}`;
      await Deno.writeTextFile(paths[role], "");
    }
    assertEquals({ ...await findDigitFiles(folder) }, paths);
    // A plain file comes before a compressed one
    paths.trainLabels = `${folder}/train-labels-idx1-ubyte`;
    await Deno.writeTextFile(paths.trainLabels, "");
    assertEquals({ ...await findDigitFiles(folder) }, paths);
  });
});

Deno.test("readDigitFolder() reads four files and verifies their checksums", async () => {
  const { train, test } = syntheticDataset({ train: 30, test: 10, seed: 1 });
  for (const compressed of [false, true]) {
    await inFolder(async (folder) => {
      await writeFiles(folder, set, { compressed });
      assertEquals(await readDigitFolder(folder, files), {
        train,
        test,
        mismatches: [],
      });
    });
  }
});

Deno.test("readDigitFolder() lists the files that have other checksums", async () => {
  await inFolder(async (folder) => {
    const name = "t10k-images-idx3-ubyte";
    const damaged = set[name].with(1000, set[name][1000] ^ 1);
    await writeFiles(folder, { ...set, [name]: damaged });
    const { mismatches } = await readDigitFolder(folder, files);
    assertEquals(mismatches, [{
      path: `${folder}/${name}`,
      actual: await sha256(damaged),
      required: await sha256(set[name]),
    }]);
  });
});

Deno.test("readDigitFolder() names the files that are missing", async () => {
  await inFolder(async (folder) => {
    const { "t10k-labels-idx1-ubyte": _, ...incomplete } = set;
    await writeFiles(folder, incomplete);
    await assertRejects(
      () => readDigitFolder(folder, files),
      FileError,
      `Cannot read digits from folder "${folder}": it must hold four IDX files, plain or with .gz, or pictures in a folder for each class: missing t10k-labels-idx1-ubyte`,
    );
  });
});

Deno.test("readDigitFolder() names images and labels that do not belong together", async () => {
  await inFolder(async (folder) => {
    const labels = { "train-labels-idx1-ubyte": set["t10k-labels-idx1-ubyte"] };
    await writeFiles(folder, { ...set, ...labels });
    await assertRejects(
      () => readDigitFolder(folder, files),
      FileError,
      `Cannot use "${folder}/train-images-idx3-ubyte" with "${folder}/train-labels-idx1-ubyte": Cannot join images and labels`,
    );
  });
});
