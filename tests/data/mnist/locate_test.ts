import { assertEquals, assertRejects } from "@std/assert";
import {
  locateDigits,
  withOriginInErrors,
} from "../../../lib/data/mnist/locate.ts";
import { FileError } from "../../../lib/files/errors.ts";
import { inFolder } from "../../support/folder.ts";
import { smallSet, writeFiles } from "../fixtures.ts";

const set = smallSet(1);

Deno.test("locateDigits() prefers --data to MNIST_DIR to the cache", async () => {
  await inFolder(async (folder) => {
    await writeFiles(folder, set);
    const [data, mnistDir, cacheDir] = [folder, `${folder}/.`, `${folder}/..`];
    assertEquals(await locateDigits({ data, mnistDir, cacheDir }), {
      origin: "--data",
      folder: data,
    });
    assertEquals(await locateDigits({ mnistDir, cacheDir }), {
      origin: "MNIST_DIR",
      folder: mnistDir,
    });
    assertEquals(await locateDigits({ mnistDir: "", cacheDir: folder }), {
      origin: "cache",
      folder,
    });
  });
});

Deno.test("locateDigits() finds nothing in a cache that lacks a file", async () => {
  await inFolder(async (folder) => {
    const cacheDir = `${folder}/cache`;
    assertEquals(await locateDigits({ mnistDir: "", cacheDir }), undefined);
    await Deno.mkdir(cacheDir);
    const { "train-labels-idx1-ubyte": _, ...incomplete } = set;
    await writeFiles(cacheDir, incomplete);
    assertEquals(await locateDigits({ mnistDir: "", cacheDir }), undefined);
  });
});

Deno.test("locateDigits() refuses a named folder that lacks a file", async () => {
  await inFolder(async (folder) => {
    for (
      const [origin, key] of [["--data", "data"], ["MNIST_DIR", "mnistDir"]]
    ) {
      const error = await assertRejects(
        () => locateDigits({ mnistDir: "", [key]: folder }),
        FileError,
        "missing train-images-idx3-ubyte, train-labels-idx1-ubyte",
      );
      assertEquals(
        error.message.endsWith(`(folder given by ${origin})`),
        true,
        error.message,
      );
    }
  });
});

Deno.test("withOriginInErrors() refuses an empty name, and leaves other errors alone", async () => {
  await assertRejects(
    () => withOriginInErrors("--data", "", () => Promise.resolve()),
    FileError,
    "--data must name a folder: it is empty",
  );
  const bug = () => Promise.reject(new RangeError("a bug"));
  const error = await assertRejects(
    () => withOriginInErrors("--data", "x", bug),
    RangeError,
  );
  assertEquals(error.message, "a bug");
});
