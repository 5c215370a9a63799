import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { FileError } from "../../lib/files/errors.ts";
import { loadDigits } from "../../lib/data/load.ts";
import { pixelStatistics } from "../../lib/data/statistics.ts";
import { inFolder, namesIn } from "../support/folder.ts";
import { checksumsOf, smallSet, writeFiles } from "./fixtures.ts";
import { serve } from "../support/servers.ts";

const set = smallSet(1);
const files = await checksumsOf(set);
const timing = { stallMs: 500, retryMs: 1, rounds: 1 };

/** Options under which no folder outside the test is read. */
function alone(folder: string) {
  return { files, timing, mnistDir: "", cacheDir: `${folder}/cache` };
}

async function withSet(
  content: Record<string, Uint8Array<ArrayBuffer>>,
  test: (folder: string) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/set`);
    await writeFiles(`${folder}/set`, content);
    await test(folder);
  });
}

Deno.test("loadDigits() reads MNIST from the folder given by --data", async () => {
  await withSet(set, async (folder) => {
    const warnings: string[] = [];
    const dataset = await loadDigits({
      ...alone(folder),
      data: `${folder}/set`,
      onWarning: (message) => warnings.push(message),
    });
    assertEquals(dataset.source, {
      kind: "mnist",
      name: "MNIST",
      place: `${folder}/set`,
    });
    assertEquals([dataset.train.count, dataset.test.count], [30, 10]);
    assertEquals(dataset.test.labels, set["t10k-labels-idx1-ubyte"].slice(8));
    assertEquals(warnings, []);
  });
});

Deno.test("loadDigits() reads another set by --data, and warns", async () => {
  await withSet(smallSet(2), async (folder) => {
    const warnings: string[] = [];
    const { source } = await loadDigits({
      ...alone(folder),
      data: `${folder}/set`,
      onWarning: (message) => warnings.push(message),
    });
    assertEquals([source.kind, source.name], ["idx", 'IDX set "set"']);
    assertEquals(warnings.length, 1);
    assertStringIncludes(warnings[0], "read without checksums");
  });
});

Deno.test("loadDigits() does not take a damaged MNIST for another set", async () => {
  for (const name of Object.keys(set)) {
    const damaged = set[name].slice();
    const at = damaged.length - 1;
    damaged[at] = (damaged[at] + 1) % 10;
    await withSet({ ...set, [name]: damaged }, async (folder) => {
      const error = await assertRejects(
        () => loadDigits({ ...alone(folder), data: `${folder}/set` }),
        FileError,
        `Cannot use "${folder}/set/${name}" as MNIST: SHA-256`,
      );
      assertStringIncludes(error.message, "fetch this one again");
      assertStringIncludes(error.message, "(folder given by --data)");
      assert(!error.message.includes("\n"));
    });
  }
});

Deno.test("loadDigits() never falls back from a folder that was named", async () => {
  await using server = serve(() => new Response(null, { status: 404 }));
  await withSet(set, async (folder) => {
    await Deno.remove(`${folder}/set/train-labels-idx1-ubyte`);
    const options = { ...alone(folder), mirrors: [server.url] };
    for (const [name, key] of [["--data", "data"], ["MNIST_DIR", "mnistDir"]]) {
      const incomplete = { ...options, [key]: `${folder}/set` };
      const error = await assertRejects(
        () => loadDigits(incomplete),
        FileError,
        "missing train-labels-idx1-ubyte",
      );
      assertStringIncludes(error.message, `given by ${name}`);
      const absent = { ...options, [key]: `${folder}/none` };
      await assertRejects(
        () => loadDigits(absent),
        FileError,
        `Cannot read folder "${folder}/none": no such file or folder`,
      );
    }
    await assertRejects(
      () => loadDigits({ ...options, data: "" }),
      FileError,
      "--data must name a folder: it is empty",
    );
    assertEquals(server.requests, []);
    assertEquals(namesIn(folder), ["set"]);
  });
});

Deno.test("loadDigits() verifies the checksums of MNIST_DIR", async () => {
  await withSet(smallSet(2), async (folder) => {
    const error = await assertRejects(
      () => loadDigits({ ...alone(folder), mnistDir: `${folder}/set` }),
      FileError,
      "SHA-256 of its content must be",
    );
    assertStringIncludes(error.message, "(folder given by MNIST_DIR)");
  });
  await withSet(set, async (folder) => {
    const options = { ...alone(folder), mnistDir: `${folder}/set` };
    assertEquals((await loadDigits(options)).source.kind, "mnist");
  });
});

Deno.test("loadDigits() refuses labels that do not fit the images", async () => {
  const other = smallSet(3);
  const train = "train-labels-idx1-ubyte";
  await withSet(
    { ...other, [train]: other["t10k-labels-idx1-ubyte"] },
    async (folder) => {
      await assertRejects(
        () => loadDigits({ ...alone(folder), data: `${folder}/set` }),
        FileError,
        `/${train}": Cannot join images and labels: 10 labels need 7840 pixels`,
      );
    },
  );
  const wrong = other[train].slice();
  wrong[8 + 4] = 10;
  await withSet({ ...other, [train]: wrong }, async (folder) => {
    await assertRejects(
      () => loadDigits({ ...alone(folder), data: `${folder}/set` }),
      FileError,
      "each must be from 0 to 9: label 4 is 10",
    );
  });
});

Deno.test("loadDigits() reads file names with a dot", async () => {
  const dotted = Object.entries(smallSet(2)).map(([name, bytes]) => [
    name.replace("-idx", ".idx"),
    bytes,
  ]);
  await withSet(Object.fromEntries(dotted), async (folder) => {
    const data = `${folder}/set`;
    assertEquals(
      (await loadDigits({ ...alone(folder), data })).train.count,
      30,
    );
  });
});

Deno.test("loadDigits() downloads into the cache, then reads from there", async () => {
  await using server = serve((request) =>
    new Response(set[new URL(request.url).pathname.slice(1, -3)])
  );
  await inFolder(async (folder) => {
    const options = { ...alone(folder), mirrors: [server.url] };
    const downloaded = await loadDigits(options);
    assertEquals(downloaded.source.kind, "mnist");
    assertEquals(server.requests.length, 4);
    const offline = { ...alone(folder), mirrors: [], offline: true };
    assertEquals(await loadDigits(offline), downloaded);
  });
});

Deno.test("loadDigits() draws synthetic digits if MNIST is not available, and says so", async () => {
  await using server = serve(() => new Response(null, { status: 404 }));
  await inFolder(async (folder) => {
    const warnings: string[] = [];
    const onWarning = (message: string) => warnings.push(message);
    const { source, train } = await loadDigits({
      ...alone(folder),
      mirrors: [server.url],
      onWarning,
    });
    assertEquals([source.kind, train.count], ["synthetic", 12_000]);
    assertEquals(warnings.length, 1);
    assertStringIncludes(warnings[0], "SYNTHETIC");
    assertStringIncludes(warnings[0], "answered with status 404");
    assertStringIncludes(warnings[0], "MNIST_DIR");
    await loadDigits({ ...alone(folder), offline: true, onWarning });
    assertStringIncludes(warnings[1], "downloads are turned off");
  });
});

Deno.test("loadDigits() does not draw digits if the cache cannot be written", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/cache`, "a file");
    await assertRejects(
      () => loadDigits({ ...alone(folder), mirrors: [] }),
      FileError,
      `Cannot make folder "${folder}/cache"`,
    );
  });
});

Deno.test("loadDigits() ends on a signal", async () => {
  await using server = serve(() => new Response(null, { status: 503 }));
  await inFolder(async (folder) => {
    const error = await assertRejects(() =>
      loadDigits({
        ...alone(folder),
        mirrors: [server.url],
        signal: AbortSignal.abort(new Error("stopped")),
      })
    );
    assertEquals(error.message, "stopped");
  });
});

const mnistDir = Deno.env.get("MNIST_DIR");

Deno.test({
  name: "loadDigits() reads the MNIST that MNIST_DIR names",
  ignore: !mnistDir,
  fn: async () => {
    const { source, train, test } = await loadDigits({ mnistDir });
    assertEquals([source.kind, train.count, test.count], [
      "mnist",
      60_000,
      10_000,
    ]);
    assertEquals([...train.labels.subarray(0, 8)], [5, 0, 4, 1, 9, 2, 1, 3]);
    const { mean, standardDeviation } = pixelStatistics(train);
    assertAlmostEquals(mean, 0.1307, 5e-5);
    assertAlmostEquals(standardDeviation, 0.3081, 5e-5);
  },
});
