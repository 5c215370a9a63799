import { encodeIdx } from "../../lib/data/idx/format.ts";
import {
  DIGIT_FILE_ROLES,
  type DigitFiles,
  MNIST_FILES,
} from "../../lib/data/mnist/checksums.ts";
import { sha256 } from "../../lib/files/sha256.ts";
import { syntheticDataset } from "../../lib/data/synthetic/digits.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Compresses with gzip. */
export async function gzip(bytes: Bytes): Promise<Bytes> {
  const stream = new Blob([bytes]).stream()
    .pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** The content of a small set's four IDX files, under MNIST's names. */
export function smallSet(seed: number): Record<string, Bytes> {
  const { train, test } = syntheticDataset({ train: 30, test: 10, seed });
  return {
    [MNIST_FILES.trainImages.name]: encodeIdx([30, 28, 28], train.images),
    [MNIST_FILES.trainLabels.name]: encodeIdx([30], train.labels),
    [MNIST_FILES.testImages.name]: encodeIdx([10, 28, 28], test.images),
    [MNIST_FILES.testLabels.name]: encodeIdx([10], test.labels),
  };
}

/** Checksums by which the content of a set counts as MNIST. */
export async function checksumsOf(
  content: Record<string, Bytes>,
): Promise<DigitFiles> {
  const entries = DIGIT_FILE_ROLES.map(async (role) => {
    const { name, shape } = MNIST_FILES[role];
    const bytes = content[name];
    const file = { name, shape, bytes: bytes.length };
    return [role, { ...file, sha256: await sha256(bytes) }] as const;
  });
  return Object.fromEntries(await Promise.all(entries)) as DigitFiles;
}

/** Writes files into a folder, plain or compressed. */
export async function writeFiles(
  folder: string,
  content: Record<string, Bytes>,
  { compressed = false } = {},
): Promise<void> {
  for (const [name, bytes] of Object.entries(content)) {
    const path = `${folder}/${name}${compressed ? ".gz" : ""}`;
    await Deno.writeFile(path, compressed ? await gzip(bytes) : bytes);
  }
}
