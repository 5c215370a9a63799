import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
import { writeFileAtomically } from "../../../lib/files/atomic_file.ts";
import { inFolder, namesIn } from "../../support/folder.ts";
import {
  outcomeOf,
  press,
  task,
  tinyNetwork,
  writeDigits,
} from "../../support/command.ts";

Deno.test("deno task sweep compares settings, does what is left when run again, and shares it out", async () => {
  await inFolder(async (folder) => {
    const data = await writeDigits(folder);
    const file = join(folder, "tiny.json");
    const out = join(folder, "sweep");
    const sweep = async (seeds: number[], images = data, shard = "1/1") => {
      const config = {
        recipe: "best",
        split: "validation",
        seeds,
        set: {
          epochs: 1,
          ...tinyNetwork,
        },
        grid: { batchSize: [32, 64] },
      };
      await writeFileAtomically(file, JSON.stringify(config));
      const flags = ["--data", images, "--out", out, "--jobs", "2"];
      return await outcomeOf(
        task(["sweep", file, ...flags, "--shard", shard]),
      );
    };
    const first = await sweep([1]);
    assertEquals(first.code, 0, first.stderr);
    assertStringIncludes(first.stderr, "2 trials, 0 finished");
    assertMatch(
      first.stdout,
      /\| batchSize=64 \| 312 \| \d+\.\d{3} (?:\| {2}){2}\| [\d.]+ \| \d+ \| 1: \d+\.\d\d \|/,
    );
    const both = await Promise.all([sweep([1, 2]), sweep([1, 2])]);
    for (const { code, stderr } of both) assertEquals(code, 0, stderr);
    const said = both.map(({ stderr }) => stderr).join("");
    assertStringIncludes(said, "4 trials, 2 finished; 2 at a time\n");
    assertEquals(trainedLines(said), 2, said);
    const results = JSON.parse(
      await Deno.readTextFile(join(out, "results.json")),
    );
    assertEquals(results.data, {
      name: 'IDX set "digits"',
      trainCount: 183,
      testCount: 17,
    });
    for (const { runs } of results.variants) {
      assertEquals(runs.map(({ seed }: { seed: number }) => seed), [1, 2]);
      assertEquals(runs[0].correctByEpoch, [runs[0].correct]);
    }
    const png = await Deno.readFile(join(out, "figure.png"));
    assertEquals([...png.subarray(1, 4)], [0x50, 0x4e, 0x47]);
    const table = await Deno.readTextFile(join(out, "table.md"));
    assert(both.some(({ stdout }) => stdout === `${table}\n`));

    const moved = join(folder, "moved");
    await Deno.rename(data, moved);
    const third = await sweep([1, 2, 3], moved, "2/2");
    assertEquals(third.code, 0, third.stderr);
    assertStringIncludes(
      third.stderr,
      "6 trials, 4 finished, 1 left in part 2 of 2; ",
    );
    assertEquals(trainedLines(third.stderr), 1, third.stderr);

    const others = await writeDigits(folder, 2);
    const mixed = await sweep([1, 2, 3, 4], others);
    assertEquals(mixed.code, 2);
    assertStringIncludes(
      mixed.stderr,
      `its finished trials are on other digits, IDX set "digits" (${data}): these are IDX set "digits" (${others}); `,
    );
  });
});

/** How many trials a sweep says that it has trained. */
function trainedLines(stderr: string): number {
  return [...stderr.matchAll(/^\[\d\/\d\] .* % in /gm)].length;
}

Deno.test("deno task sweep ends in order when it is interrupted, and goes on", async () => {
  await inFolder(async (folder) => {
    const data = await writeDigits(folder);
    const file = join(folder, "long.json");
    const out = join(folder, "sweep");
    const config = {
      recipe: "best",
      split: "validation",
      seeds: [1, 2],
      set: {
        epochs: 3,
        batchSize: 2,
        ...tinyNetwork,
      },
    };
    await Deno.writeTextFile(file, JSON.stringify(config));
    const flags = ["--data", data, "--out", out, "--jobs", "2"];
    const child = task(["sweep", file, ...flags]).spawn();
    const output = new Response(child.stderr).text();
    child.stdout.cancel();
    const trials = join(out, "trials");
    while (!trainedIn(trials)) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await press(child);
    assertEquals((await child.status).code, 130);
    assertStringIncludes(
      await output,
      "Interrupted: run the same command again to go on\n",
    );

    const again = await outcomeOf(task(["sweep", file, ...flags]));
    assertEquals(again.code, 0, again.stderr);
    assertStringIncludes(again.stderr, "2 trials, 0 finished");
    const logs = namesIn(trials).filter((name) => name.endsWith(".log"))
      .map((name) => Deno.readTextFileSync(join(trials, name)));
    assertEquals(logs.length, 2);
    assert(
      logs.some((log) => /^Resuming in epoch \d of 3 /m.test(log)),
      logs.join(),
    );
  });
});

/** Whether a trial has begun, so that there is something to go on from. */
function trainedIn(trials: string): boolean {
  try {
    return namesIn(trials).some((name) =>
      name.endsWith(".log") &&
      Deno.readTextFileSync(join(trials, name)).includes("Run: ")
    );
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

Deno.test("deno task sweep says in one line what it can't use", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "wrong.json");
    await Deno.writeTextFile(file, '{ "recipe": "best", "split": "none" }');
    const { code, stderr } = await outcomeOf(task(["sweep", file]));
    assertEquals(code, 2);
    assertEquals(
      stderr,
      `Cannot use sweep "${file}": split must be "validation" or "writers" or "test": current value is "none"\n`,
    );
  });
});
