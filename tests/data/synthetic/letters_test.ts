import { assert, assertEquals, assertRejects } from "@std/assert";
import { decode } from "fast-png";
import {
  LETTER_FONTS,
  LETTERS,
  loadPictures,
  writeLetters,
} from "../../../lib/data/mod.ts";
import { sha256 } from "../../../lib/files/sha256.ts";
import { inFolder, namesIn } from "../../support/folder.ts";

Deno.test("writeLetters() fills a folder that loadPictures() reads whole", async () => {
  await inFolder(async (folder) => {
    const progress: number[] = [];
    const count = await writeLetters(folder, {
      perFont: 2,
      onProgress: (done) => void progress.push(done),
    });
    const fonts = Object.values(LETTER_FONTS).map(({ length }) => length);
    const [train, validation, test] = fonts.map((length) => 52 * length);
    assertEquals(count, train + validation + test);
    assertEquals(progress.at(-1), count);
    const warnings: string[] = [];
    const letters = await loadPictures(folder, {
      onWarning: (line) => void warnings.push(line),
    });
    assertEquals(warnings, []);
    assertEquals(letters.train.classes, LETTERS);
    assertEquals(
      [letters.train.count, letters.validation!.count, letters.test.count],
      [train, validation, test],
    );
  });
});

Deno.test("writeLetters() draws the same pictures for the same seed", async () => {
  await inFolder(async (folder) => {
    const digestOf = async (name: string, seed: number) => {
      await writeLetters(`${folder}/${name}`, { perFont: 1, seed });
      const picture = `${folder}/${name}/test/Q/Prata-1.png`;
      return await sha256(await Deno.readFile(picture));
    };
    const first = await digestOf("first", 1);
    assertEquals(await digestOf("again", 1), first);
    assert(await digestOf("other", 2) !== first);
    assertEquals(await namesIn(`${folder}/first/validation/A`), [
      "GloriaHallelujah-1.png",
      "Inter-1.png",
    ]);
  });
});

Deno.test("writeLetters() keeps letters off the edges, dark on light", async () => {
  await inFolder(async (folder) => {
    await writeLetters(folder, { perFont: 2 });
    for (const letter of ["I", "M", "Q", "W"]) {
      for (const name of await namesIn(`${folder}/train/${letter}`)) {
        const png = await Deno.readFile(`${folder}/train/${letter}/${name}`);
        const { width, height, data, channels } = decode(png);
        const paper = data[0];
        let darkest = 255;
        for (let k = 0; k < width * height; k++) {
          const value = data[k * channels];
          const x = k % width;
          const y = Math.floor(k / width);
          const edge = x === 0 || y === 0 || x === width - 1 ||
            y === height - 1;
          if (edge) assertEquals(value, paper, `${letter}/${name}`);
          darkest = Math.min(darkest, value);
        }
        assert(paper >= 195 && darkest < 120, `${letter}/${name}`);
      }
    }
  });
});

Deno.test("LETTER_FONTS has no font in two parts", () => {
  const families = Object.values(LETTER_FONTS).flat()
    .map(({ family }) => family);
  assertEquals(new Set(families).size, families.length);
});

Deno.test("writeLetters() refuses a wrong number, and stops on a signal", async () => {
  await inFolder(async (folder) => {
    for (const perFont of [0, 1.5, NaN]) {
      await assertRejects(() => writeLetters(folder, { perFont }), RangeError);
    }
    const signal = AbortSignal.abort();
    await assertRejects(
      () => writeLetters(folder, { perFont: 1, signal }),
      DOMException,
    );
    assertEquals(await namesIn(folder), []);
  });
});
