import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { freeAddresses } from "../../support/cluster.ts";

interface Options {
  readonly workers: readonly string[];
  readonly task: number;
  readonly timeout?: number;
  readonly startTimeout?: number;
}

function start(
  options: Options,
  stderr: "null" | "piped" = "null", // TensorFlow tells there what it does
): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-q", "--no-check", "--no-prompt", "-P=tensorflow"],
      "--allow-net=0.0.0.0",
      new URL("task.ts", import.meta.url).pathname,
      JSON.stringify({ timeout: 10, startTimeout: 60, ...options }),
    ],
    stdout: "piped",
    stderr,
  }).spawn();
}

/** What a task writes until a line of its output, or its end. */
async function outputOf(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  until = "\0",
): Promise<string> {
  const decoder = new TextDecoder();
  for (let text = "";;) {
    const { value, done } = await reader.read();
    text += decoder.decode(value);
    if (done || text.includes(until)) return text;
  }
}

/** Whether something on this machine answers at an address. */
async function answers(hostname: string, port: number): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(300);
    (await Deno.connect({ hostname, port, signal })).close();
    return true;
  } catch {
    return false;
  }
}

/** How a task ends that can't join. */
async function refusalOf(child: Deno.ChildProcess): Promise<string> {
  const { code, stdout } = await child.output();
  assertEquals(code, 7);
  return new TextDecoder().decode(stdout);
}

Deno.test("two tasks compute together at their own addresses, and one notices when the other is killed", async () => {
  const workers = freeAddresses(2);
  const timeout = 60; // For a busy machine: none is to wait that long
  const children = [0, 1].map((task) => start({ workers, task, timeout }));
  const [chief, other] = children.map(({ stdout }) => stdout.getReader());
  const lines = [chief, other].map((each) => outputOf(each, "\n"));
  assertEquals(await Promise.all(lines), ["checked\n", "checked\n"]);
  const port = Number(workers[0].split(":")[1]);
  assertEquals(await answers("127.0.0.1", port), true);
  // TensorFlow would answer at any
  assertEquals(await answers("127.0.0.2", port), false);
  children[1].kill("SIGKILL");
  const message = await outputOf(chief);
  assertStringIncludes(
    message,
    `LostTaskError: Cannot go on: every task of the cluster must answer: worker 1 (${
      workers[1]
    }): nothing listens there, it has ended`,
  );
  // By the connection, not by the timeout
  assert(!/timed out/i.test(message), message);
  assertEquals((await children[0].status).code, 7);
  await Promise.all([outputOf(other), children[1].status]);
});

Deno.test("a task says that it can't listen at an address of another machine alone", async () => {
  const [own, other] = freeAddresses(2);
  const elsewhere = `192.0.2.77:${other.split(":")[1]}`; // RFC 5737
  const workers = [own, elsewhere];
  const task = start({ workers, task: 1, startTimeout: 0.5 }, "piped");
  const { stderr } = await task.output();
  assertStringIncludes(
    new TextDecoder().decode(stderr),
    `worker 1 listens on port ${
      other.split(":")[1]
    } of all of this machine's addresses: 192.0.2.77 is not an address of this machine; `,
  );
});

Deno.test("init() says which task is missing, has no port, or is unlike the others", async () => {
  const workers = freeAddresses(2);
  const missing = refusalOf(start({ workers, task: 1, startTimeout: 0.5 }));
  const taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const inUse = [`127.0.0.1:${taken.addr.port}`, workers[0]];
  const noPort = refusalOf(start({ workers: inUse, task: 0 }));
  const pair = freeAddresses(2);
  const unlike = [0, 1].map((task) =>
    refusalOf(start({ workers: pair, task, timeout: 10 + task }))
  );
  assertStringIncludes(
    await missing,
    `Cannot join the cluster as worker 1: all tasks must come within 0.5 s: worker 0 (${
      workers[0]
    }): nothing listens there`,
  );
  assertStringIncludes(
    await noPort,
    `Cannot join the cluster as worker 0: the port of ${
      inUse[0]
    } must be free on this machine`,
  );
  taken.close();
  for (const message of await Promise.all(unlike)) {
    assertStringIncludes(message, "all tasks must have the same timeout");
  }
});
