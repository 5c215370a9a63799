import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { FORMAT_NAMES, FORMATS } from "../../../lib/export/formats.ts";
import { saveModel } from "../../../lib/model/files/model_folder.ts";
import { createNetwork } from "../../../lib/model/network.ts";
import { selectBackend } from "../../../lib/tensorflow/select_backend.ts";
import { type Outcome, outcomeOf, task } from "../../support/command.ts";
import { inFolder, namesIn } from "../../support/folder.ts";
import { withLittleRoom } from "../../support/full_disk.ts";

await selectBackend({ backend: "cpu" });

/** Runs a test with a model and the place of its exports, which is not there yet. */
async function withModel(
  test: (model: string, out: string) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    const path = join(folder, "model");
    const model = createNetwork();
    await saveModel(path, model, {
      normalization: { mean: 0.13, standardDeviation: 0.31 },
      recipe: "reference",
      epoch: 1,
      trainedOn: "MNIST",
    });
    model.dispose();
    await test(path, join(folder, "out"));
  });
}

function assertRefused({ code, stdout, stderr }: Outcome, line: string): void {
  assertStringIncludes(stderr, line);
  assertEquals([code, stdout], [2, ""]);
}

Deno.test("deno task export writes every format, and nothing over what is there", async () => {
  await withModel(async (model, out) => {
    const command = ["export", model, "--format", "all", "--out", out];
    const { code, stdout, stderr } = await outcomeOf(task(command));
    assertEquals(code, 0, stderr);
    assertEquals(stdout.trim().split("\n").length, FORMAT_NAMES.length);
    assertEquals(namesIn(out), [...FORMAT_NAMES].sort());
    for (const name of FORMAT_NAMES) {
      assertEquals(namesIn(join(out, name)).includes("README.md"), true);
    }
    assertRefused(
      await outcomeOf(task(command)),
      `Cannot export to "${
        join(out, FORMAT_NAMES[0])
      }": it must be new or empty`,
    );
    const replaced = await outcomeOf(task([...command, "--replace"]));
    assertEquals(replaced.code, 0, replaced.stderr);
    assertEquals(namesIn(out), [...FORMAT_NAMES].sort());
  });
});

Deno.test("deno task export --format all leaves out formats without the precision", async () => {
  await withModel(async (model, out) => {
    const flags = ["--format", "all", "--precision", "int8", "--out", out];
    const { code, stderr } = await outcomeOf(task(["export", model, ...flags]));
    assertEquals(code, 0, stderr);
    const able = FORMAT_NAMES.filter((name) =>
      FORMATS[name].precisions.includes("int8")
    );
    assertEquals(namesIn(out), able.map((name) => `${name}-int8`).sort());
  });
});

const refused: Readonly<Record<string, { args: string[]; line: string }>> = {
  "no format": {
    args: [],
    line: "Cannot export: it needs at least one --format",
  },
  "an unknown format": {
    args: ["--format", "pmml"],
    line: "Cannot use --format: it must be tfjs or tfjs-graph or",
  },
  "a precision that the format has not": {
    args: ["--format", "keras", "--precision", "int8"],
    line: "Cannot export in int8: the weights of a file of Keras 3 must be in",
  },
  "two runs": {
    args: ["other", "--format", "tfjs"],
    line: "Cannot export: RUN must be one folder: there are 2",
  },
};

for (const [name, { args, line }] of Object.entries(refused)) {
  Deno.test(`deno task export refuses ${name}, and writes nothing`, async () => {
    await withModel(async (model, out) => {
      const command = ["export", model, ...args, "--out", out];
      assertRefused(await outcomeOf(task(command)), line);
      await Deno.stat(out).then(
        () => assertEquals(namesIn(out), []),
        () => {},
      );
    });
  });
}

Deno.test("deno task export refuses a run that is not there", async () => {
  await inFolder(async (folder) => {
    const missing = join(folder, "missing");
    assertRefused(
      await outcomeOf(task(["export", missing, "--format", "tfjs"])),
      `Cannot find a model in "${missing}"`,
    );
  });
});

Deno.test("deno task export ends with one line on a full disk, and leaves nothing", async () => {
  await withModel(async (model, disk) => {
    await Deno.mkdir(disk);
    const flags = ["--format", "savedmodel", "--out", join(disk, "out")];
    const outcome = await outcomeOf(
      withLittleRoom(disk, 40, [
        Deno.execPath(),
        ...["run", "-A", "lib/cli/export.ts", model, ...flags],
      ]),
    );
    assertRefused(
      outcome,
      `Cannot export to "${join(disk, "out", "savedmodel")}": `,
    );
    // The script lists what is left: the folder for all exports, and nothing in it
    assertEquals(outcome.stderr.trim().split("\n").length, 3, outcome.stderr);
  });
});
