import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { absolute, widened } from "../../lib/cli/launch.ts";
import { LIBC_PLACES } from "../../lib/tensorflow/ffi/libc.ts";
import { DRIVER_FILES } from "../../lib/tensorflow/library/gpu.ts";
import { inFolder } from "../support/folder.ts";
import { outcomeOf } from "../support/command.ts";

/** Permissions of a user in /home/user, with these variables set. */
function granted(
  permission: string,
  args: string[],
  variables: Record<string, string> = {},
): string {
  const variable = (name: string) => variables[name];
  const [flag] = widened([permission], args, { cwd: "/home/user", variable });
  return flag;
}

const driver = DRIVER_FILES.join(",");

Deno.test("widened() lets what the user names be read", () => {
  assertEquals(
    granted("--allow-read=.", ["--data", "digits", "--model=/m", "a.png"]),
    `--allow-read=.,/home/user/digits,/m,/home/user/a.png,${driver}`,
  );
  assertEquals(
    granted("--allow-read=.", [], {
      MNIST_DIR: "/mnist",
      TENSORFLOW_DIR: "",
      VIRTUAL_ENV: "/venv",
    }),
    `--allow-read=.,/mnist,/venv,${driver}`,
  );
});

Deno.test("widened() lets only --out be written", () => {
  assertEquals(
    granted("--allow-write=data", ["--data", "/digits", "--out", "../run"]),
    "--allow-write=data,/home/run",
  );
  assertEquals(
    granted("--allow-write=data", ["--out=/run", "--out"]),
    "--allow-write=data,/run",
  );
});

Deno.test("widened() lets the libraries that the environment names be opened", () => {
  assertEquals(
    granted("--allow-ffi=data/tensorflow", ["--out", "/run"], {
      TENSORFLOW_DIR: "/tf",
    }),
    ["--allow-ffi=data/tensorflow", "/tf", ...LIBC_PLACES].join(","),
  );
});

Deno.test("absolute() has folders from where the user is", () => {
  const variables: Record<string, string> = {
    MNIST_DIR: "../mnist",
    TENSORFLOW_DIR: "/opt/tensorflow",
    VIRTUAL_ENV: "",
  };
  const variable = (name: string) => variables[name];
  assertEquals(absolute({ cwd: "/home/user", variable }), {
    MNIST_DIR: "/home/mnist",
    TENSORFLOW_DIR: "/opt/tensorflow",
  });
});

Deno.test("widened() adds no permission and leaves other flags alone", () => {
  for (const flag of ["--allow-env=A,B", "--v8-flags=--expose-gc"]) {
    assertEquals(granted(flag, ["--data", "/digits"]), flag);
  }
  const none = { cwd: "/", variable: () => undefined };
  assertEquals(widened([], ["--out", "/run"], none), []);
});

Deno.test("widened() grants the folder around a name with a comma", () => {
  assertEquals(
    granted("--allow-write=data", ["--out", "/runs/a,b/c"]),
    "--allow-write=data,/runs",
  );
});

Deno.test("a command is granted what is named and nothing else, and ends as it ends", async () => {
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
    const start = new URL("../../lib/cli/launch.ts", import.meta.url).pathname;
    const { code, stdout, stderr } = await outcomeOf(
      new Deno.Command(Deno.execPath(), {
        args: [
          ...["run", "--no-prompt", `--allow-run=${Deno.execPath()}`],
          ...[
            "--allow-env",
            start,
            "run",
            "--allow-read=.",
            "--allow-write=data",
          ],
          ...[script, `--out=${join(folder, "run")}`],
        ],
        env: { INIT_CWD: "", NO_COLOR: "1" },
      }),
    );
    assertEquals([code, stderr], [7, ""]);
    assertEquals(stdout, "granted\nprompt\n".repeat(2));
  });
});
