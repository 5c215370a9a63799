import { assert, assertEquals, assertThrows } from "@std/assert";
import { tmpdir } from "node:os";
import {
  permissionFlags,
  type Permissions,
  permissionsOf,
  widen,
} from "../../../lib/cli/launch/permissions.ts";
import { LIBC_PATHS } from "../../../lib/tensorflow/ffi/libc.ts";
import { DRIVER_FILES } from "../../../lib/tensorflow/library/gpu.ts";

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
