import { assertEquals, assertRejects } from "@std/assert";
import { FileError } from "../../../lib/files/errors.ts";
import { encodeIdx } from "../../../lib/data/idx/format.ts";
import { readIdxFile } from "../../../lib/data/idx/file.ts";
import { inFolder } from "../../support/folder.ts";
import { gzip } from "../fixtures.ts";

const IMAGES = [undefined, 28, 28] as const;
const pixels = Uint8Array.from({ length: 3 * 784 }, (_, i) => i * 31);
const plain = encodeIdx([3, 28, 28], pixels);

async function withFile(
  bytes: Uint8Array,
  test: (path: string) => Promise<unknown>,
): Promise<void> {
  await inFolder(async (folder) => {
    await Deno.writeFile(`${folder}/file`, bytes);
    await test(`${folder}/file`);
  });
}

/** A header of that many images, without any image. */
function promise(count: number): Uint8Array<ArrayBuffer> {
  const bytes = plain.slice(0, 16);
  new DataView(bytes.buffer).setUint32(4, count);
  return bytes;
}

Deno.test("readIdxFile() reads a plain and a compressed file alike", async () => {
  for (const bytes of [plain, await gzip(plain)]) {
    await withFile(bytes, async (path) => {
      const array = await readIdxFile(path, IMAGES);
      assertEquals(array.dimensions, [3, 28, 28]);
      assertEquals(array.data, pixels);
      assertEquals(array.bytes, plain);
    });
  }
});

Deno.test("readIdxFile() reads a file larger than its first buffer", async () => {
  const large = encodeIdx([4000, 28, 28], new Uint8Array(4000 * 784).fill(7));
  await withFile(await gzip(large), async (path) => {
    assertEquals((await readIdxFile(path, IMAGES)).bytes, large);
  });
});

Deno.test("readIdxFile() refuses a compressed file cut short anywhere", async () => {
  const whole = await gzip(plain);
  const step = Math.ceil(whole.length / 40);
  const lengths = [1, 2, 3, whole.length - 1, whole.length - 8];
  for (let at = 4; at < whole.length; at += step) lengths.push(at);
  for (const length of lengths) {
    await withFile(whole.slice(0, length), async (path) => {
      await assertRejects(() => readIdxFile(path, IMAGES), FileError);
    });
  }
});

Deno.test("readIdxFile() refuses compressed data with a wrong checksum", async () => {
  const damaged = await gzip(plain);
  damaged[damaged.length - 6] ^= 1;
  await withFile(damaged, async (path) => {
    await assertRejects(
      () => readIdxFile(path, IMAGES),
      FileError,
      `Cannot read IDX file "${path}": its gzip data is damaged or cut short`,
    );
  });
});

Deno.test("readIdxFile() refuses a plain file of another length", async () => {
  for (const bytes of [plain.slice(0, -1), plain.slice(0, 9), promise(9)]) {
    await withFile(bytes, async (path) => {
      await assertRejects(() => readIdxFile(path, IMAGES), FileError, "bytes");
    });
  }
});

Deno.test("readIdxFile() refuses a header of 4 billion images", async () => {
  for (
    const bytes of [promise(2 ** 32 - 1), await gzip(promise(2 ** 32 - 1))]
  ) {
    await withFile(bytes, async (path) => {
      await assertRejects(
        () => readIdxFile(path, IMAGES),
        FileError,
        "dimension 1 must be from 1 to 1000000: current value is 4294967295",
      );
    });
  }
});

Deno.test("readIdxFile() does not allocate what a compressed header promises", async () => {
  await withFile(await gzip(promise(1_000_000)), async (path) => {
    const before = Deno.memoryUsage().external;
    await assertRejects(
      () => readIdxFile(path, IMAGES),
      FileError,
      "784000016",
    );
    const grown = Deno.memoryUsage().external - before;
    assertEquals(grown < 64e6, true, `${grown} bytes more`);
  });
});

Deno.test("readIdxFile() stops at the size that the header allows", async () => {
  // 40 MB of zeros after the header of three images. The end is damaged, which
  // would be the error if the file were decompressed to its end.
  const bomb = new Uint8Array(40e6);
  bomb.set(plain.subarray(0, 16));
  const bytes = await gzip(bomb);
  bytes.fill(0xff, -20);
  await withFile(bytes, async (path) => {
    await assertRejects(
      () => readIdxFile(path, IMAGES),
      FileError,
      "it must have 2368 bytes, as its header says: current value is more",
    );
  });
});

Deno.test("readIdxFile() says what is wrong with a path", async () => {
  await inFolder(async (folder) => {
    await assertRejects(
      () => readIdxFile(`${folder}/none`, IMAGES),
      FileError,
      `Cannot read IDX file "${folder}/none": no such file or folder`,
    );
    await assertRejects(() => readIdxFile(folder, IMAGES), FileError, folder);
  });
  await withFile(new Uint8Array(0), async (path) => {
    await assertRejects(
      () => readIdxFile(path, IMAGES),
      FileError,
      "its header must have 16 bytes: the file ends after 0",
    );
  });
});
