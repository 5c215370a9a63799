import { assertEquals } from "@std/assert";
import { onCheckpointRequest } from "../../../lib/cli/train/checkpoint_request.ts";

Deno.test({
  name: "onCheckpointRequest() calls at each SIGUSR1 until it is disposed",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    // Without a listener the signal would end the process
    const keep = () => {};
    Deno.addSignalListener("SIGUSR1", keep);
    let requests = 0;
    const signal = async () => {
      const args = ["-c", `kill -USR1 ${Deno.pid}`];
      await new Deno.Command("sh", { args }).output();
      await new Promise((resolve) => setTimeout(resolve, 50));
    };
    {
      using _listener = onCheckpointRequest(() => requests++);
      await signal();
      await signal();
    }
    await signal();
    Deno.removeSignalListener("SIGUSR1", keep);
    assertEquals(requests, 2);
  },
});
