/**
 * Calls `request` at each SIGUSR1 (`kill -USR1 PID`) until it is disposed. Windows has
 * no such signal.
 */
export function onCheckpointRequest(request: () => void): Disposable {
  const windows = Deno.build.os === "windows";
  if (!windows) Deno.addSignalListener("SIGUSR1", request);
  return {
    [Symbol.dispose]: () => {
      if (!windows) Deno.removeSignalListener("SIGUSR1", request);
    },
  };
}
