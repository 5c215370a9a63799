import { assert, assertEquals, assertMatch } from "@std/assert";
import { encode } from "fast-png";
import { join } from "node:path";
import project from "../../../deno.json" with { type: "json" };
import { projectDirectory } from "../../../lib/cli/jupyterlab/environment.ts";
import {
  permissionFlags,
  permissionsOf,
  widen,
} from "../../../lib/cli/launch/permissions.ts";
import { syntheticDataset } from "../../../lib/data/mod.ts";
import { inFolder } from "../../support/folder.ts";
import { outcomeOf, task, writeDigits } from "../../support/command.ts";

type Permission = "read" | "write" | "net" | "env" | "run" | "ffi" | "sys";

/** What a task does without one of its permissions. */
type Denied =
  /** It ends and names the permission. */
  | "ends"
  /** It does what it was asked to do, which needs no such permission. */
  | "goes on"
  /** It names the permission, and goes on with another backend. */
  | "falls back"
  /** It takes too long with other backends, or changes too much. */
  | "not tried";

/** For commands that open TensorFlow and read the digits. */
const training = {
  read: "ends",
  write: "ends",
  env: "ends",
  ffi: "falls back",
  // The digits and TensorFlow are there, so nothing is downloaded or searched
  net: "goes on",
  run: "goes on",
  // The processor's name and the free space on the disk are only reported
  sys: "goes on",
} as const;

/** Tasks that write files of the project, take too long, or end with a stack trace. */
const LEFT_OUT = [
  ...["check", "test", "test:unit", "test:slow", "test:lab"],
  ...["test:widgets", "test:demo", "test:site"],
  ...["bench", "bench:fit", "bench:runs", "bench:page", "export:check"],
  ...["bench:cluster", "bench:examples", "bench:packages", "bench:small"],
  "bench:recording",
  ...["profile", "docs:commands", "docs:gradients", "fuzz:values", "pack"],
];

/** Playwright reads files that Deno opens only with all permissions. */
const WITHOUT_LISTS = [
  ...["test:lab", "test:widgets", "test:demo", "test:site"],
  ...["bench:page", "bench:packages"],
];

const expected: Record<
  string,
  { args: string[]; denied: Partial<Record<Permission, Denied>> }
> = {
  train: {
    args: [
      ...["--data", "DIGITS", "--out", "OUT", "--epochs", "1"],
      ...["--backend", "tensorflow"],
    ],
    denied: { ...training, ffi: "ends" },
  },
  teach: {
    args: [
      ...["--data", "DIGITS", "--teachers", "RUNS", "--out", "OUT"],
      ...["--versions", "1"],
    ],
    denied: { ...training, ffi: "not tried" },
  },
  evaluate: {
    args: ["--data", "DIGITS", "--model", "MODEL"],
    denied: { ...training, write: "goes on", ffi: "not tried" },
  },
  predict: {
    args: ["--model", "MODEL", "IMAGE"],
    // sharp, which decodes pictures, is native code too
    denied: { ...training, write: "goes on", ffi: "ends" },
  },
  "predict:check": {
    args: ["--model", "MODEL", "--count", "3", "--out", "OUT"],
    denied: { ...training, ffi: "not tried" },
  },
  demo: {
    args: ["--model", "MODEL", "--build", "OUT"],
    // Only the server needs the network
    denied: { read: "ends", write: "ends", env: "ends", net: "goes on" },
  },
  export: {
    args: ["MODEL", "--format", "all", "--out", "OUT"],
    denied: { read: "ends", write: "ends", env: "ends" },
  },
  "find-rate": {
    args: [
      ...["--data", "DIGITS", "--out", "OUT", "--steps", "10"],
    ],
    // Plotly asks for the number of processors
    denied: { ...training, ffi: "not tried", sys: "ends" },
  },
  // The run in the list is finished, so it is not locked to see whether it trains
  runs: {
    args: ["--runs", "RUNS"],
    denied: { read: "ends", write: "goes on", env: "ends" },
  },
  card: {
    args: ["--runs", "RUNS", "model"],
    denied: { read: "ends", write: "goes on", env: "ends" },
  },
  sweep: {
    args: ["SWEEP", "--data", "DIGITS", "--out", "OUT", "--jobs", "1"],
    denied: {
      read: "ends",
      write: "ends",
      env: "ends",
      run: "ends",
      net: "goes on",
      sys: "ends",
      // Only pictures are decoded by FFI
      ffi: "goes on",
    },
  },
  doctor: {
    args: [],
    // It reports what is missing too
    denied: {
      read: "not tried",
      write: "goes on",
      net: "goes on",
      env: "ends",
      run: "goes on",
      ffi: "not tried",
      sys: "goes on",
    },
  },
  site: {
    args: ["--out", "OUT"],
    denied: { read: "ends", write: "ends", env: "ends", run: "ends" },
  },
  lab: {
    args: ["--version"],
    denied: {
      read: "ends",
      write: "ends",
      env: "goes on",
      run: "ends",
      sys: "ends",
    },
  },
  notebooks: {
    args: ["--quick", "01"],
    // Only --write needs the environment, and it would change the notebooks
    denied: { read: "ends", write: "ends", env: "not tried", run: "ends" },
  },
  kills: { args: ["1"], denied: { read: "ends", write: "ends", run: "ends" } },
  fuzz: { args: ["1"], denied: { write: "ends", run: "ends" } },
  "fuzz:operations": {
    args: ["1"],
    denied: { env: "ends", run: "ends" },
  },
  soak: {
    args: ["0.001"],
    denied: { read: "ends", env: "ends", ffi: "ends", sys: "not tried" },
  },
  "soak:kernel": {
    args: ["0.001"],
    denied: {
      read: "not tried",
      write: "not tried",
      env: "not tried",
      run: "not tried",
    },
  },
  conformance: {
    args: [],
    denied: { read: "ends", env: "ends", ffi: "ends", sys: "not tried" },
  },
};

const tasks: Readonly<Record<string, { readonly command: string }>> =
  project.tasks;

/** How lib/cli/launch.ts is told to start a task's program. */
function launchOf(name: string): { sets: string; words: string[] } {
  const [, sets, words] = /launch\.ts (\S+) run (.*)$/.exec(
    tasks[name].command,
  )!;
  return { sets, words: words.split(" ") };
}

/** What to try of a task: the permissions that it can do without go at once. */
function denials(
  denied: Partial<Record<Permission, Denied>>,
): { readonly without: readonly Permission[]; readonly end: Denied }[] {
  const entries = Object.entries(denied) as [Permission, Denied][];
  const needless = entries.filter(([, end]) => end === "goes on")
    .map(([permission]) => permission);
  return [
    ...entries.filter(([, end]) => end === "ends" || end === "falls back")
      .map(([permission, end]) => ({ without: [permission], end })),
    ...needless.length > 0
      ? [{ without: needless, end: "goes on" as const }]
      : [],
  ];
}

Deno.test("every task is started by the launcher, in a command that one can read", () => {
  for (const [name, { command }] of Object.entries(tasks)) {
    assert(command.length <= 200, name);
    if (WITHOUT_LISTS.includes(name)) continue;
    assert(!command.includes("--allow"), name);
    if (command.includes("deno run")) {
      assertMatch(command, /launch\.ts \S+ \w+/);
    }
  }
});

Deno.test("every task lists its permissions", () => {
  for (const name of Object.keys(tasks)) {
    if (LEFT_OUT.includes(name)) continue;
    assertEquals(
      new Set(Object.keys(permissionsOf(launchOf(name).sets))),
      new Set(Object.keys(expected[name]?.denied ?? {})),
      name,
    );
  }
});

Deno.test("a task says which permission it lacks, without a stack trace", async (test) => {
  await inFolder(async (folder) => {
    const places: Record<string, string> = {
      DIGITS: await writeDigits(folder),
      RUNS: join(folder, "runs"),
      MODEL: join(folder, "runs", "model"),
      SWEEP: join(folder, "tiny.json"),
    };
    const flags = ["--data", places.DIGITS, "--out", places.MODEL];
    const trained = await outcomeOf(task(["train", ...flags, "--epochs", "1"]));
    assertEquals(trained.code, 0, trained.stderr);
    places.IMAGE = join(folder, "digit.png");
    const { test: digits } = syntheticDataset({ train: 10, test: 10 });
    await Deno.writeFile(
      places.IMAGE,
      encode({
        width: 28,
        height: 28,
        data: digits.images.slice(0, 784),
        channels: 1,
        depth: 8,
      }),
    );
    await Deno.writeTextFile(
      places.SWEEP,
      JSON.stringify({
        recipe: "best",
        split: "validation",
        seeds: [1],
        set: {
          epochs: 1,
          "network.channels": [2, 2, 2, 2, 4],
          "network.hidden": 4,
        },
      }),
    );
    for (const [name, { args, denied }] of Object.entries(expected)) {
      for (const { without, end } of denials(denied)) {
        const lacking = without.join("-");
        await test.step(`${name} without ${lacking} ${end}`, async () => {
          const out = join(folder, `${name}-${lacking}`);
          const words = args.map((word) =>
            word === "OUT" ? out : places[word] ?? word
          );
          const { sets, words: program } = launchOf(name);
          const permissions = widen(
            permissionsOf(sets),
            words,
            { cwd: projectDirectory, variable: () => undefined },
          );
          const left = Object.entries(permissions)
            .filter(([kind]) => !without.includes(kind as Permission));
          const flags = permissionFlags(Object.fromEntries(left));
          const { code, stderr } = await outcomeOf(
            new Deno.Command(Deno.execPath(), {
              args: [
                ...["run", "--quiet", "--no-prompt", ...flags],
                ...[...program, ...words],
              ],
              cwd: projectDirectory,
              // WebGPU has no other choice here than Windows's, so that it is not
              // computed by software, which takes half a minute for a digit
              env: {
                ...{ MNIST_DIR: "", NO_COLOR: "1" },
                DENO_WEBGPU_BACKEND: "dx12",
              },
              stdin: "null",
            }),
          );
          assert(!/^ {4}at /m.test(stderr), stderr);
          assertEquals(code, end === "ends" ? 2 : 0, stderr);
          if (end === "goes on") return;
          assertMatch(stderr, new RegExp(`--allow-${without[0]}\\b`));
        });
      }
    }
  });
});
