// Run by cache_test.ts: fills a cache from a local mirror, with the checksums of
// a small set, and prints the size of what it then finds there, or its error.
import { fillCache } from "../../../lib/data/mnist/cache.ts";
import { readDigitFolder } from "../../../lib/data/mnist/folder.ts";
import { FileError } from "../../../lib/files/errors.ts";
import { checksumsOf, smallSet } from "../fixtures.ts";

const [folder, mirror] = Deno.args;
const files = await checksumsOf(smallSet(1));
try {
  await fillCache(folder, { mirrors: [mirror], files });
  const { train, test, mismatches } = await readDigitFolder(folder, files);
  console.log(train.count, test.count, mismatches.length);
} catch (error) {
  if (!(error instanceof FileError)) throw error;
  console.log(`${error.name}: ${error.message}`);
}
