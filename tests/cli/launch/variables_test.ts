import { assertEquals } from "@std/assert";
import {
  folderVariables,
  linkerVariables,
} from "../../../lib/cli/launch/variables.ts";

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
