import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import { outcomeOf, task } from "../../support/command.ts";
import { inFolder } from "../../support/folder.ts";
import { Served } from "../../site/served.ts";

/** Files of a folder, by paths from it. */
async function filesIn(root: string, from = "") {
  const files: { path: string; bytes: Uint8Array<ArrayBuffer> }[] = [];
  for await (const { name, isDirectory } of Deno.readDir(join(root, from))) {
    const path = from === "" ? name : `${from}/${name}`;
    if (isDirectory) files.push(...await filesIn(root, path));
    else files.push({ path, bytes: await Deno.readFile(join(root, path)) });
  }
  return files;
}

function plain(value: string): string {
  return value.replaceAll("&#x2F;", "/").replaceAll("&#x27;", "'")
    .replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

/** Where the elements of a page lead, and what it loads. */
function linksIn(html: string): { links: string[]; loaded: string[] } {
  const elements = html.replaceAll(
    /<(script|style)\b([^>]*)>[^]*?<\/\1>/g,
    "<$1$2>",
  )
    .matchAll(/<(\w+)((?:\s+[\w:-]+(?:="[^"]*"|='[^']*')?)*)\s*\/?>/g);
  const [links, loaded]: [string[], string[]] = [[], []];
  for (const [, element, attributes] of elements) {
    for (
      const [, name, value] of attributes.matchAll(
        /\b(?<!-)(href|src|srcset)="([^"]*)"/g,
      )
    ) {
      if (value.startsWith("data:")) continue;
      (element === "a" && name === "href" ? links : loaded).push(plain(value));
    }
  }
  return { links, loaded };
}

/** Anchors of a page. */
function idsIn(html: string): Set<string> {
  return new Set(
    [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => plain(id)),
  );
}

Deno.test("deno task site writes a site whose every link leads somewhere, in any folder of a server", async () => {
  await inFolder(async (folder) => {
    const out = join(folder, "public", "course");
    const { code, stdout, stderr } = await outcomeOf(
      task(["site", "--out", out]),
    );
    assertEquals(code, 0, stderr);
    assertMatch(stdout, /course: \d+ files, [\d.]+ MB; open index.html\n$/);
    const names = (path: string) => [...Deno.readDirSync(path)].length;
    assertEquals(names(join(folder, "public")), 1);

    const files = await filesIn(out);
    await using served = new Served(files);
    const pages = new Map<string, string>();
    const faults = new Set<string>();
    const open = async (url: URL): Promise<string | undefined> => {
      const known = pages.get(url.pathname);
      if (known !== undefined) return known;
      const response = await fetch(url);
      const text = await response.text();
      if (!response.ok) return undefined;
      pages.set(url.pathname, text);
      return text;
    };
    const seen = new Set<string>();
    const queue = [new URL("index.html", served.url)];
    for (let page = queue.pop(); page; page = queue.pop()) {
      const html = (await open(page))!;
      const { links, loaded } = linksIn(html);
      for (const each of loaded) {
        const url = new URL(each, page);
        if (!url.href.startsWith(served.url)) {
          faults.add(`${page} loads ${url}`);
        } else if (await open(url) === undefined) {
          faults.add(`${page}: ${each}`);
        }
      }
      for (const link of links) {
        const url = new URL(link, page);
        if (url.host !== page.host) continue;
        const text = await open(url);
        const anchor = decodeURIComponent(url.hash.slice(1));
        if (text === undefined) faults.add(`${page}: ${link}`);
        else if (anchor !== "" && !idsIn(text).has(anchor)) {
          faults.add(`${page}: no ${link}`);
        }
        const path = url.pathname.replace(/\/$/, "/index.html");
        if (!text || seen.has(path) || !path.endsWith(".html")) continue;
        seen.add(path);
        queue.push(new URL(path, url));
      }
    }
    assertEquals([...faults].slice(0, 20), []);
    // Nothing is there that no link leads to; deno doc writes some such pages
    const lost = files.filter(({ path }) =>
      path.endsWith(".html") && !path.startsWith("api/") &&
      !seen.has(new URL(encodeURI(path), served.url).pathname)
    ).map(({ path }) => path);
    assertEquals(lost.slice(0, 20), []);
    assert(seen.size > 100);
  });
});

Deno.test("deno task site refuses what it would overwrite, in one line", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "file");
    await Deno.writeTextFile(file, "mine");
    for (const [out, words] of [[file, "it is a file"], [folder, "it holds"]]) {
      const { code, stderr } = await outcomeOf(task(["site", "--out", out]));
      assertEquals(code, 2);
      assertMatch(
        stderr,
        new RegExp(`^Cannot write the site to .*${words}.*\n$`),
      );
    }
    assertEquals(await Deno.readTextFile(file), "mine");
    assertEquals([...Deno.readDirSync(folder)].length, 1);
  });
});
