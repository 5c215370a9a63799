import {
  assert,
  assertEquals,
  assertNotEquals,
  assertRejects,
} from "@std/assert";
import { encode } from "fast-png";
import { dirname, join } from "node:path";
import { FileError } from "../../../lib/files/errors.ts";
import {
  loadDigits,
  loadPictures,
  pixelsOf,
  readDrawing,
  syntheticDigits,
} from "../../../lib/data/mod.ts";
import { classCounts } from "../../../lib/data/digits.ts";
import { inFolder, link } from "../../support/folder.ts";
import { convert } from "./picture_files.ts";

const drawn = syntheticDigits({ count: 120, seed: 3 });

/** A PNG file of one drawn digit, dark on white. */
function png(index: number): Uint8Array<ArrayBuffer> {
  const data = pixelsOf(drawn, index).map((value) => 255 - value);
  return new Uint8Array(
    encode({ width: 28, height: 28, data, channels: 1, depth: 8 }),
  );
}

/** Writes files, and the folders that they lie in. */
async function write(
  folder: string,
  files: Record<string, Uint8Array<ArrayBuffer>>,
): Promise<void> {
  for (const [name, bytes] of Object.entries(files)) {
    const path = join(folder, name);
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.writeFile(path, bytes);
  }
}

/** `count` pictures in each class, no two of them alike. */
function classes(names: readonly string[], count: number, prefix = "") {
  return Object.fromEntries(
    names.flatMap((name, label) =>
      Array.from({ length: count }, (_, k) => [
        `${prefix}${name}/${k}.png`,
        png(label * count + k),
      ])
    ),
  );
}

/** What loading a folder of these files comes to, with the folder left out of lines. */
async function load(
  files: Record<string, Uint8Array<ArrayBuffer>>,
  seed?: number,
) {
  let loaded: Awaited<ReturnType<typeof loadPictures>>;
  const warnings: string[] = [];
  await inFolder(async (folder) => {
    await write(folder, files);
    loaded = await loadPictures(folder, {
      seed,
      onWarning: (line) => void warnings.push(line.replaceAll(folder, "F")),
    });
  });
  return { ...loaded!, warnings };
}

Deno.test("loadPictures() makes a data set of a folder for each class", async () => {
  const names = ["b", "10", "a", "2"];
  const { train, test, source, warnings } = await load(classes(names, 14));
  assertEquals(train.classes, ["2", "10", "a", "b"]);
  assertEquals([...classCounts(train)], [12, 12, 12, 12]);
  assertEquals([...classCounts(test)], [2, 2, 2, 2]);
  assertEquals(source.kind, "pictures");
  assertEquals(warnings, []);
  // Mixed, so that the first ones are of more than one class
  assert(new Set(train.labels.subarray(0, 12)).size > 1);
});

Deno.test("loadPictures() makes pictures as predict does, with their labels", async () => {
  await inFolder(async (folder) => {
    const files = classes(["x", "y"], 7);
    await write(folder, files);
    const { train, test } = await loadPictures(folder);
    const learned = new Map<string, string>();
    for (const set of [train, test]) {
      for (const [k, label] of set.labels.entries()) {
        learned.set(pixelsOf(set, k).join(), set.classes[label]);
      }
    }
    assertEquals(learned.size, 14);
    for (const name of Object.keys(files)) {
      const pixels = await readDrawing(join(folder, name));
      assertEquals(learned.get(pixels.join()), name[0]);
    }
  });
});

Deno.test("loadPictures() holds the same pictures out for the same seed", async () => {
  const files = classes(["x", "y"], 20);
  const [first, again, other] = [
    await load(files, 1),
    await load(files, 1),
    await load(files, 2),
  ];
  assertEquals(first.test, again.test);
  assertEquals(first.train, again.train);
  assertNotEquals(first.test.images, other.test.images);
});

Deno.test("loadPictures() takes folders train, validation and test as the sets", async () => {
  const { train, validation, test, warnings } = await load({
    ...classes(["x", "y"], 9, "train/"),
    "val/x/1.png": png(30),
    "validation/y/1.png": png(31),
    "test/x/1.png": png(32),
    "test/x/2.png": png(33),
    "test/z/1.png": png(34),
    "notes.txt": png(35),
  });
  assertEquals(train.classes, ["x", "y"]);
  assertEquals([...classCounts(train)], [9, 9]);
  assertEquals([...classCounts(validation!)], [1, 1]);
  assertEquals([...classCounts(test)], [2, 0]);
  assertEquals(warnings, [
    'Left out "F/notes.txt": beside train and test there may only be validation',
    'Left out class "z": it needs at least 1 training picture: current count is 0',
    'No test picture of class "y": it can\'t be scored',
  ]);
});

Deno.test("loadPictures() names what it leaves out, and reads the rest", async () => {
  const text = new TextEncoder().encode("no picture");
  const { train, test, warnings } = await load({
    ...classes(["x", "y"], 7),
    ".DS_Store": text,
    "README.md": text,
    "x/.hidden": text,
    "x/deeper/1.png": png(50),
    "x/empty.png": new Uint8Array(),
    "x/odd\nname.png": text,
    "x/same.png": png(0),
    "x/white.png": new Uint8Array(encode({
      width: 8,
      height: 8,
      data: new Uint8Array(64).fill(255),
      channels: 1,
      depth: 8,
    })),
    "y/of-x.png": png(1),
    "y/short.png": png(51).subarray(0, 60),
    "odd\nclass/1.png": png(52),
    "lonely/1.png": png(53),
  });
  assertEquals([train.count + test.count, train.classes], [14, ["x", "y"]]);
  const begins = [
    'Left out "F/README.md": a picture must lie in the folder of its class',
    'Left out "F/odd class": the name of a class must be a line',
    'Left out "F/x/deeper": a class may hold pictures, but no folders',
    'Cannot read picture "F/x/empty.png": it is empty',
    'Cannot read picture "F/x/odd name.png": it must be a PNG, JPEG, WebP or GIF',
    'Cannot find a drawing in picture "F/x/white.png": strokes must stand out',
    'Cannot read picture "F/y/short.png": it is damaged or cut short',
    'Left out "F/x/same.png": it shows the same as "F/x/0.png"',
    'Left out "F/y/of-x.png": it shows the same as "F/x/1.png"',
    'Left out class "lonely": it needs at least 2 pictures: current count is 1',
  ];
  assertEquals(warnings.length, begins.length, warnings.join("\n"));
  for (const begin of begins) {
    assert(
      warnings.some((line) => line.startsWith(begin)),
      `${begin}\n${warnings.join("\n")}`,
    );
  }
});

Deno.test("loadPictures() reads pictures of every kind and size", async () => {
  const dark = (x: number, y: number, side: number) =>
    Math.hypot(x - side / 2, y - side / 3) < side / 5;
  const picture = (
    side: number,
    value: (isDark: boolean) => readonly number[],
    depth: 8 | 16 = 8,
  ) => {
    const data = Array.from(
      { length: side * side },
      (_, k) => value(dark(k % side, Math.floor(k / side), side)),
    ).flat();
    return new Uint8Array(encode({
      width: side,
      height: side,
      data: depth === 16 ? Uint16Array.from(data) : Uint8Array.from(data),
      channels: data.length / side ** 2,
      depth,
    }));
  };
  const { train, test, warnings } = await load({
    ...classes(["y"], 3),
    "x/deep.png": picture(20, (isDark) => [isDark ? 0 : 65535], 16),
    "x/large.png": picture(1500, (isDark) => [isDark ? 0 : 255]),
    "x/coloured.png": picture(
      31,
      (isDark) => isDark ? [9, 0, 90] : [250, 250, 200],
    ),
    "x/transparent.png": picture(40, (isDark) => [0, isDark ? 255 : 0]),
    "x/photo.jpg": await convert(
      picture(300, (isDark) => [isDark ? 0 : 255]),
      "jpeg",
    ),
    "x/drawn.webp": await convert(
      picture(90, (isDark) => [isDark ? 255 : 0]),
      "webp",
    ),
    "x/old.gif": await convert(
      picture(60, (isDark) => [isDark ? 9 : 99]),
      "gif",
    ),
    "x/phone.heic": new TextEncoder().encode("\0\0\0\x18ftypheic\0\0\0\0"),
  });
  assertEquals(warnings.length, 1, warnings.join("\n"));
  assert(warnings[0].includes("it is a HEIC picture; export it as JPEG"));
  assertEquals(train.count + test.count, 10);
});

Deno.test("loadPictures() follows links to files, and passes over broken ones", async () => {
  await inFolder(async (folder) => {
    await write(folder, { ...classes(["x", "y"], 3), ".kept/1.png": png(60) });
    await link("../.kept/1.png", join(folder, "x", "link.png"));
    await link("nowhere", join(folder, "x", "broken.png"));
    await link("..", join(folder, "x", "loop"));
    const warnings: string[] = [];
    const { train, test } = await loadPictures(folder, {
      onWarning: (line) => void warnings.push(line.replaceAll(folder, "F")),
    });
    assertEquals(train.count + test.count, 7);
    assertEquals(warnings, [
      'Left out "F/x/loop": a class may hold pictures, but no folders',
      'Cannot read picture "F/x/broken.png": no such file or folder',
    ]);
  });
});

Deno.test("loadPictures() refuses fewer than two classes, and a test set of none", async () => {
  for (
    const [files, reason] of [
      [classes(["x"], 3), 'it holds only "x"'],
      [{ "x/1.png": new Uint8Array() }, "it holds 0 classes"],
      [
        { ...classes(["x", "y"], 2, "train/"), "test/z/1.png": png(9) },
        "its folder test must hold pictures of the classes in train",
      ],
    ] as const
  ) await assertRejects(() => load(files), FileError, reason);
  await inFolder(async (folder) => {
    await assertRejects(
      () => loadPictures(`${folder}/absent`),
      FileError,
      `Cannot read folder "${folder}/absent": no such file or folder`,
    );
  });
});

Deno.test("loadPictures() stops when its signal aborts", async () => {
  await inFolder(async (folder) => {
    await write(folder, classes(["x", "y"], 20));
    const controller = new AbortController();
    let done = 0;
    const error = await assertRejects(() =>
      loadPictures(folder, {
        signal: controller.signal,
        onProgress: (count, total) => {
          assertEquals(total, 40);
          done = count;
          if (count >= 8) controller.abort();
        },
      })
    );
    assertEquals((error as Error).name, "AbortError");
    assertEquals(done, 8);
  });
});

Deno.test("loadPictures() tells hundreds of wrong files in a hundred lines", async () => {
  const wrong = Object.fromEntries(
    Array.from({ length: 150 }, (_, k) => [`x/bad${k}.png`, new Uint8Array()]),
  );
  const { warnings } = await load({ ...classes(["x", "y"], 3), ...wrong });
  assertEquals(warnings.length, 101);
  assertEquals(warnings[100], "Left out 50 more files or folders");
});

Deno.test("loadDigits() reads a folder of pictures by --data", async () => {
  await inFolder(async (folder) => {
    await write(folder, classes(["x", "y"], 7));
    const { source, train } = await loadDigits({ data: folder });
    assertEquals([source.kind, source.place], ["pictures", folder]);
    assertEquals(train.classes, ["x", "y"]);
  });
});

Deno.test("loadPictures() reads more classes than a byte can number", async () => {
  const names = Array.from({ length: 300 }, (_, k) => `class ${k}`);
  const dots = (k: number) => {
    const data = new Uint8Array(28 * 28);
    for (let bit = 0; bit < 10; bit++) {
      if (k >> bit & 1) data[28 * 14 + 5 + 2 * bit] = 255;
    }
    data[28 * 9 + 9] = 255;
    return new Uint8Array(
      encode({ width: 28, height: 28, data, channels: 1, depth: 8 }),
    );
  };
  const files = Object.fromEntries(
    names.flatMap((name, k) => [
      [`${name}/1.png`, dots(2 * k)],
      [`${name}/2.png`, dots(2 * k + 1)],
    ]),
  );
  const { train, warnings } = await load(files);
  assertEquals(warnings, []);
  assertEquals(train.classes, names);
  assert(train.labels instanceof Int32Array);
  assert(train.labels.includes(299));
});
