import { assert, assertEquals, assertRejects } from "@std/assert";
import { gzipSync } from "node:zlib";
import { join } from "node:path";
import { buildDemo } from "../../lib/demo/build.ts";
import { isHashed } from "../../lib/demo/file.ts";
import { serveDemo } from "../../lib/demo/serve.ts";
import { writeDemo } from "../../lib/demo/write.ts";
import { FileError } from "../../lib/files/errors.ts";
import { ModelError } from "../../lib/model/errors.ts";
import { saveModel } from "../../lib/model/files/model_folder.ts";
import { createNetwork } from "../../lib/model/network.ts";
import { recipes } from "../../lib/training/recipes/recipes.ts";
import { init } from "../../lib/tensorflow/mod.ts";
import { inFolder } from "../support/folder.ts";

const decoder = new TextDecoder();

/** Builds the page for a network that has learned nothing. */
async function build(folder: string) {
  await init();
  const model = createNetwork(recipes.best.network);
  await saveModel(folder, model, {
    normalization: { mean: 0.13, standardDeviation: 0.31 },
    recipe: "best",
    epoch: 0,
    trainedOn: "nothing",
  });
  model.dispose();
  return await buildDemo(folder);
}

Deno.test("buildDemo(), serveDemo() and writeDemo()", async (test) => {
  await inFolder(async (folder) => {
    const files = await build(join(folder, "model"));
    const texts = new Map(
      files.map(({ path, bytes }) => [path, decoder.decode(bytes)]),
    );

    await test.step("all files together take less than 1 MB, packed", () => {
      const bytes = files
        .map((file) => gzipSync(file.bytes).length)
        .reduce((a, b) => a + b);
      assert(bytes < 1_000_000, `${bytes}`);
    });

    await test.step("every link is relative and leads to a file", () => {
      const html = texts.get("index.html")!;
      const links = [...html.matchAll(/(?:href|src)="([^"]+)"/g)]
        .map(([, link]) => link);
      assert(links.length >= 8);
      for (const link of links) assert(texts.has(link), link);
      assert(
        texts.get(links.find((link) => link.startsWith("main"))!)!.includes(
          'from"./tfjs-core',
        ),
      );
      assert(!html.includes("{{"));
      for (const [path, text] of texts) {
        if (!path.endsWith(".js")) continue;
        for (
          const [, link] of text.matchAll(/(?:from|import\()"\.\/([^"]+)"/g)
        ) {
          assert(texts.has(link), `${path}: ${link}`);
        }
      }
    });

    await test.step("what a name's digest stands for never changes", () => {
      const named = ["index.html", "manifest.webmanifest", "service_worker.js"];
      assertEquals(
        files.map(({ path }) => path).filter((path) => !isHashed(path)).sort(),
        named,
      );
      const worker = texts.get("service_worker.js")!;
      for (const { path } of files) {
        if (named.includes(path) && path !== "manifest.webmanifest") continue;
        assert(worker.includes(`"${path}"`), path);
      }
    });

    await test.step("the model is served as it was saved", async () => {
      for await (const { name } of Deno.readDir(join(folder, "model"))) {
        const saved = await Deno.readFile(join(folder, "model", name));
        const served = files.find(({ path }) => path.endsWith(`/${name}`))!;
        assertEquals(served.bytes, saved);
      }
    });

    await test.step("serveDemo() serves the files and nothing else", async () => {
      await using server = serveDemo(files, 0);
      const get = (path: string, init?: RequestInit) =>
        fetch(new URL(path, server.url), init);
      for (const { path, bytes } of files) {
        const response = await get(path === "index.html" ? "." : path);
        assertEquals(response.status, 200);
        assertEquals(await response.bytes(), bytes);
      }
      for (const path of ["nothing", "%2e%2e/deno.json", "model/"]) {
        const response = await get(path);
        await response.body?.cancel();
        assertEquals(response.status, 404);
      }
      const post = await get(".", { method: "POST" });
      await post.body?.cancel();
      assertEquals(post.status, 405);
      const { port } = new URL(server.url);
      const error = await assertRejects(
        async () => void await serveDemo(files, Number(port)),
        FileError,
      );
      assertEquals(
        error.message,
        `Cannot serve the page: port ${port} must be free: another program uses it; choose another with --port`,
      );
    });

    await test.step("writeDemo() writes all files, into an empty folder only", async () => {
      const out = join(folder, "site", "digits");
      await writeDemo(out, files);
      for (const { path, bytes } of files) {
        assertEquals(await Deno.readFile(join(out, path)), bytes);
      }
      const error = await assertRejects(
        () => writeDemo(out, files),
        FileError,
      );
      assert(error.message.includes("must be a new or an empty folder"));
    });

    await test.step("writeDemo() leaves nothing behind if it can't write", async () => {
      const out = join(folder, "half");
      await Deno.mkdir(out);
      const broken = [...files, {
        path: "index.html/x",
        bytes: files[0].bytes,
      }];
      await assertRejects(() => writeDemo(out, broken), FileError);
      assertEquals(await Array.fromAsync(Deno.readDir(out)), []);
    });
  });
});

Deno.test("buildDemo() says that there is no model", async () => {
  await inFolder(async (folder) => {
    const error = await assertRejects(() => buildDemo(folder), ModelError);
    assert(
      error.message.startsWith(`Cannot read "${join(folder, "model.json")}"`),
    );
  });
});
