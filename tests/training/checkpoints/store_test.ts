import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { encodeCheckpoint } from "../../../lib/training/checkpoints/format.ts";
import type { Checkpoint } from "../../../lib/training/checkpoints/header.ts";
import { CheckpointStore } from "../../../lib/training/checkpoints/store.ts";
import { CheckpointError } from "../../../lib/training/errors.ts";
import { startOfRun } from "../../../lib/training/run_position.ts";
import { inFolder, namesIn } from "../../support/folder.ts";

/** A checkpoint of the first epoch, after that many steps. */
function checkpointAt(batch: number): Checkpoint {
  return {
    run: {
      recipe: { name: "reference", epochs: 3, batchSize: 32, seed: 1 },
      data: { name: "MNIST", trainCount: 60, testCount: 10, sha256: "ab" },
      normalization: { mean: 0.1307, standardDeviation: 0.3081 },
    },
    start: {},
    position: { ...startOfRun(), batch },
    random: { seed: 1, draws: batch },
    tensors: [{ name: "a", shape: [2], values: Float32Array.of(1, batch) }],
  };
}

const nameAt = (batch: number) =>
  `epoch-00001-step-${String(batch).padStart(6, "0")}.checkpoint`;

async function stepOf(store: CheckpointStore): Promise<number | undefined> {
  return (await store.newest())?.checkpoint.position.batch;
}

Deno.test("CheckpointStore creates its folder at the first write and reads what it wrote", () =>
  inFolder(async (parent) => {
    const folder = join(parent, "checkpoints");
    const store = new CheckpointStore(folder);
    assertEquals(await store.newest(), undefined);
    assertEquals([store.last, namesIn(parent)], [undefined, []]);
    await store.write(checkpointAt(1));
    const path = join(folder, nameAt(1));
    assertEquals(store.last, path);
    assertEquals(await new CheckpointStore(folder).newest(), {
      path,
      checkpoint: checkpointAt(1),
    });
  }));

Deno.test("CheckpointStore keeps the last two checkpoints and files of other kinds", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "notes.txt"), "mine");
    const store = new CheckpointStore(folder);
    for (const batch of [1, 2, 3]) await store.write(checkpointAt(batch));
    assertEquals(namesIn(folder), [nameAt(2), nameAt(3), "notes.txt"]);
    // Another process goes on
    const next = new CheckpointStore(folder);
    await next.newest();
    await next.write(checkpointAt(4));
    assertEquals(namesIn(folder), [nameAt(3), nameAt(4), "notes.txt"]);
  }));

Deno.test("CheckpointStore.newest() sorts by epoch and step, not by name", () =>
  inFolder(async (folder) => {
    const store = new CheckpointStore(folder);
    // More digits than the name is padded to
    for (const batch of [999_999, 1_000_000]) {
      await store.write(checkpointAt(batch));
    }
    assertEquals(await stepOf(new CheckpointStore(folder)), 1_000_000);
  }));

Deno.test("CheckpointStore.newest() falls back to an earlier checkpoint and says so", () =>
  inFolder(async (folder) => {
    const store = new CheckpointStore(folder);
    for (const batch of [1, 2]) await store.write(checkpointAt(batch));
    await Deno.truncate(join(folder, nameAt(2)), 100);
    const warnings: string[] = [];
    const reader = new CheckpointStore(folder);
    const stored = await reader.newest((message) => warnings.push(message));
    assertEquals(stored?.path, join(folder, nameAt(1)));
    assertEquals(warnings, [
      `Cannot read checkpoint "${
        join(folder, nameAt(2))
      }": its content must match its SHA-256: it does not; resuming from an earlier one, "${stored?.path}"`,
    ]);
    // The damaged one is the newest no more
    await reader.write(checkpointAt(2));
    assertEquals(await stepOf(reader), 2);
    assertEquals(namesIn(folder), [nameAt(1), nameAt(2)]);
  }));

Deno.test("CheckpointStore.newest() refuses a folder whose checkpoints are all damaged", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, nameAt(1)), "");
    await Deno.writeTextFile(join(folder, nameAt(2)), "");
    await assertRejects(
      () => new CheckpointStore(folder).newest(),
      CheckpointError,
      `Cannot read checkpoint "${
        join(folder, nameAt(2))
      }": it must have at least 48 bytes: current value is 0; no earlier checkpoint is intact`,
    );
  }));

Deno.test("CheckpointStore.newest() does not pass over a newer program's checkpoint", () =>
  inFolder(async (folder) => {
    const store = new CheckpointStore(folder);
    for (const batch of [1, 2]) await store.write(checkpointAt(batch));
    const newer = encodeCheckpoint(checkpointAt(2));
    new DataView(newer.buffer).setUint32(40, 2, true);
    const digest = await crypto.subtle.digest("SHA-256", newer.subarray(40));
    newer.set(new Uint8Array(digest), 8);
    await Deno.writeFile(join(folder, nameAt(2)), newer);
    await assertRejects(
      () => new CheckpointStore(folder).newest(),
      CheckpointError,
      "a newer program wrote version 2",
    );
  }));

Deno.test("CheckpointStore.write() says why it can't, and leaves the earlier checkpoints", () =>
  inFolder(async (folder) => {
    const store = new CheckpointStore(folder);
    await store.write(checkpointAt(1));
    await Deno.mkdir(join(folder, nameAt(2)));
    await assertRejects(
      () => store.write(checkpointAt(2)),
      CheckpointError,
      `Cannot write checkpoint "${join(folder, nameAt(2))}": `,
    );
    assertEquals(await stepOf(store), 1);
    await assertRejects(
      () => new CheckpointStore(join(folder, "a", "b")).write(checkpointAt(1)),
      CheckpointError,
      "no such file or folder",
    );
  }));
