import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  folderVariables,
  linkerVariables,
  permissionFlags,
  type Permissions,
  permissionsOf,
  widen,
} from "../../lib/cli/launch.ts";
import { LIBC_PATHS } from "../../lib/tensorflow/ffi/libc.ts";
import { DRIVER_FILES } from "../../lib/tensorflow/library/gpu.ts";
import { inFolder } from "../support/folder.ts";
import { type Outcome, outcomeOf } from "../support/command.ts";

const PROJECT = new URL("../../", import.meta.url);

/** Lists, widened for a user in /home/user who has set these variables. */
function widened(
  permissions: Permissions,
  args: string[],
  variables: Record<string, string> = {},
): Permissions {
  const variable = (name: string) => variables[name];
  return widen(permissions, args, { cwd: "/home/user", variable });
}

Deno.test("widen() lets what the user names be read", () => {
  assertEquals(
    widened({ read: ["."] }, ["--data", "digits", "--model=/m", "a.png"]),
    {
      read: [
        ".",
        "/home/user/digits",
        "/m",
        "/home/user/a.png",
        ...DRIVER_FILES,
      ],
    },
  );
  assertEquals(
    widened({ read: ["."] }, [], {
      MNIST_DIR: "/mnist",
      TENSORFLOW_DIR: "",
      VIRTUAL_ENV: "/venv",
    }),
    { read: [".", "/mnist", "/venv", ...DRIVER_FILES] },
  );
});

Deno.test("widen() lets the folders be read of more files than an argument can name", () => {
  const files = (count: number) =>
    Array.from({ length: count }, (_, k) => `pictures/${k % 2}/${k}.png`);
  assertEquals(
    widened({ read: ["."] }, files(1000)).read.length,
    1001 + DRIVER_FILES.length,
  );
  assertEquals(widened({ read: ["."] }, files(20_000)).read, [
    ".",
    "/home/user/pictures/0",
    "/home/user/pictures/1",
    ...DRIVER_FILES,
  ]);
});

Deno.test("widen() lets the folder of a page be written and read", () => {
  assertEquals(
    widened({ read: [], write: [] }, ["--runs=/runs", "--out", "a/b.html"]),
    {
      read: ["/runs", "/home/user/a/b.html", "/home/user/a", ...DRIVER_FILES],
      write: ["/runs", "/home/user/a"],
    },
  );
});

Deno.test("widen() lets only --out be written", () => {
  assertEquals(
    widened({ write: ["data"] }, ["--data", "/digits", "--out", "../run"]),
    { write: ["data", "/home/run"] },
  );
  assertEquals(
    widened({ write: ["data"] }, ["--out=/run", "--out"]),
    { write: ["data", "/run"] },
  );
});

Deno.test("widen() lets the libraries that the environment names be opened", () => {
  assertEquals(
    widened({ ffi: ["data/tensorflow"] }, ["--out", "/run"], {
      TENSORFLOW_DIR: "/tf",
    }),
    { ffi: ["data/tensorflow", "/tf", ...LIBC_PATHS] },
  );
});

Deno.test("widen() adds no permission and leaves other lists alone", () => {
  const others = { env: ["A", "B"], run: ["deno"] };
  assertEquals(widened(others, ["--data", "/digits"]), others);
  assertEquals(widened({}, ["--out", "/run"]), {});
});

Deno.test("widen() puts the folder around --out in the place of $OUT/..", () => {
  const lists = { read: [".", "$OUT/.."], write: ["data", "$OUT/.."] };
  assertEquals(widened(lists, ["--out", "/www/site"]), {
    read: [".", "/www/site", ...DRIVER_FILES, "/www"],
    write: ["data", "/www/site", "/www"],
  });
  assertEquals(widened(lists, []), {
    read: [".", ...DRIVER_FILES],
    write: ["data"],
  });
});

Deno.test("widen() grants the folder around a name with a comma", () => {
  assertEquals(
    widened({ write: ["data"] }, ["--out", "/runs/a,b/c"]),
    { write: ["data", "/runs"] },
  );
});

Deno.test("permissionsOf() joins sets of deno.json, each item once", () => {
  const { read, env, run, write } = permissionsOf("processes+download");
  assertEquals(read, ["."]);
  assertEquals(env.filter((name) => name === "MNIST_DIR").length, 1);
  assertEquals(run, [Deno.execPath()]);
  assertEquals(write, ["data"]);
  assert(permissionsOf("test").write.includes(tmpdir()));
});

Deno.test("permissionsOf() refuses sets that do not exist or have no lists", () => {
  assertThrows(() => permissionsOf("tensorflow+nothing"), Error, '"nothing"');
  assertThrows(() => permissionsOf("launch"), Error, "launch must list");
});

Deno.test("permissionFlags() are those of deno run", () => {
  assertEquals(permissionFlags({ read: [".", "/m"], sys: ["cpus"] }), [
    "--allow-read=.,/m",
    "--allow-sys=cpus",
  ]);
});

Deno.test("folderVariables() are absolute paths from where the user is", () => {
  const variables: Record<string, string> = {
    MNIST_DIR: "../mnist",
    TENSORFLOW_DIR: "/opt/tensorflow",
    VIRTUAL_ENV: "",
  };
  const variable = (name: string) => variables[name];
  assertEquals(folderVariables({ cwd: "/home/user", variable }), {
    MNIST_DIR: "/home/mnist",
    TENSORFLOW_DIR: "/opt/tensorflow",
  });
});

Deno.test("linkerVariables() clears those that the command may not read", () => {
  const names = ["LD_LIBRARY_PATH", "LD_X", "DYLD_Y", "LDFLAGS", "OLD_Z"];
  assertEquals(linkerVariables(names, ["LD_LIBRARY_PATH"]), {
    LD_X: "",
    DYLD_Y: "",
  });
  assertEquals(linkerVariables(["LD_LIBRARY_PATH"]), { LD_LIBRARY_PATH: "" });
});

/** Has the launcher run a script. */
async function launched(
  sets: string,
  script: string,
  { args = [], env = {} }: { args?: string[]; env?: Record<string, string> },
): Promise<Outcome> {
  const variables = Object.entries({ INIT_CWD: "", NO_COLOR: "1", ...env });
  return await outcomeOf(
    // Deno must be allowed to run everything to set LD_…, but the shell need not
    new Deno.Command("sh", {
      args: [
        ...["-c", 'exec env "$@"', "sh"],
        ...variables.map(([name, value]) => `${name}=${value}`),
        ...[Deno.execPath(), "run", "-P=launch", "--quiet", "--no-prompt"],
        ...[fileURLToPath(new URL("lib/cli/launch.ts", PROJECT)), sets, "run"],
        ...[script, ...args],
      ],
    }),
  );
}

Deno.test("the launcher grants what is named and nothing else, and ends as the command ends", async () => {
  await inFolder(async (folder) => {
    const script = join(folder, "script.ts");
    await Deno.writeTextFile(
      script,
      `for (const name of ["read", "write"] as const) {
        for (const path of [Deno.args[0].slice("--out=".length), "/etc"]) {
          console.log((await Deno.permissions.query({ name, path })).state);
        }
      }
      Deno.exit(7);`,
    );
    const { code, stdout, stderr } = await launched("download", script, {
      args: [`--out=${join(folder, "run")}`],
    });
    assertEquals([code, stderr], [7, ""]);
    assertEquals(stdout, "granted\nprompt\n".repeat(2));
  });
});

Deno.test("a command starts programs while variables of the dynamic linker are set", async () => {
  await inFolder(async (folder) => {
    const script = join(folder, "script.ts");
    const library = new URL("lib/tensorflow/library/run_command.ts", PROJECT);
    await Deno.writeTextFile(
      script,
      `import { runCommand } from "${library}";
      const names = "import os; print([os.environ.get(name) for name in ('LD_LIBRARY_PATH', 'LD_X')])";
      console.log(JSON.stringify(await runCommand("python3", ["-c", names])));
      console.log(Deno.env.get("LD_LIBRARY_PATH"));`,
    );
    const env = { LD_LIBRARY_PATH: "/cuda", LD_X: "x" };
    const { stdout, stderr } = await launched("cuda+python", script, { env });
    assertEquals(stderr, "");
    assertEquals(stdout, `{"ok":true,"stdout":"['', '']"}\n/cuda\n`);
  });
});

Deno.test("the launcher says that no memory is left when V8 reaches its limit", async () => {
  await inFolder(async (folder) => {
    const script = join(folder, "script.ts");
    await Deno.writeTextFile(
      script,
      `const kept = [];
      for (;;) kept.push(Array.from({ length: 100_000 }, (_, i) => ({ i })));`,
    );
    const limit = "--v8-flags=--max-old-space-size=50";
    const { code, stderr } = await launched("download", limit, {
      args: [script],
    });
    assertEquals(code, 2);
    assertMatch(
      stderr.trimEnd().split("\n").at(-1)!,
      /^Cannot go on: the command was ended by SIG[A-Z]+, as it is when no memory is left; end other programs, /,
    );
  });
});
