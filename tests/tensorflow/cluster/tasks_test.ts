import { assertEquals, assertThrows } from "@std/assert";
import { ClusterError } from "../../../lib/tensorflow/cluster/errors.ts";
import { clusterTasks } from "../../../lib/tensorflow/cluster/tasks.ts";

const fromVariable = (value: unknown) =>
  clusterTasks(
    "TF_CONFIG",
    () => typeof value === "string" ? value : JSON.stringify(value),
  );

Deno.test("clusterTasks() takes a list of workers", () => {
  const workers = ["10.0.0.1:2222", "[::1]:2222", "b.example:1"];
  const cluster = clusterTasks({ workers, task: 1, timeout: 5 });
  assertEquals(cluster?.tasks[1], { name: "worker 1", address: "[::1]:2222" });
  assertEquals(cluster?.rank, 1);
  assertEquals(cluster?.timeout, 5);
  assertEquals(clusterTasks({ workers: ["a:1"], task: 0 }), undefined);
});

Deno.test("clusterTasks() reads TF_CONFIG, the chief first", () => {
  const cluster = { worker: ["w0:1", "w1:1"], chief: ["c:1"] };
  const found = fromVariable({
    cluster,
    task: { type: "worker", index: 1 },
    environment: "cloud",
  });
  assertEquals(found?.rank, 2);
  assertEquals(found?.tasks.map(({ name }) => name), [
    "chief 0",
    "worker 0",
    "worker 1",
  ]);
  assertEquals(fromVariable(""), undefined);
  assertEquals(fromVariable({}), undefined);
});

Deno.test("clusterTasks() says what is wrong", () => {
  const task = { type: "worker", index: 0 };
  const wrong: [unknown, string][] = [
    ["{", "it must be an object in JSON"],
    [{ cluster: { worker: ["a:1"] } }, "objects cluster and task"],
    [
      { cluster: { ps: ["a:1"] }, task },
      'a chief or workers: current value is "ps"',
    ],
    [{ cluster: { worker: "a:1" }, task }, "must be a list"],
    [
      { cluster: { worker: ["a:1"] }, task: { type: "worker", index: 1 } },
      "one of the cluster: current value is worker 1",
    ],
    [{ cluster: { worker: ["a:1", "b"] }, task }, "worker 1 must be host:port"],
    [
      { cluster: { worker: ["a:1", "b:0"] }, task },
      "worker 1 must be host:port",
    ],
    [{ cluster: { worker: ["a:1", "a:1"] }, task }, "an address of its own"],
  ];
  for (const [value, message] of wrong) {
    assertThrows(() => fromVariable(value), ClusterError, message);
  }
  const workers = ["a:1", "b:1"];
  assertThrows(
    () => clusterTasks({ workers, task: 2 }),
    ClusterError,
    "the task must be a whole number from 0 to 1: current value of the option cluster is 2",
  );
  assertThrows(
    () => clusterTasks({ workers, task: 0, timeout: 0 }),
    ClusterError,
    "a timeout must be",
  );
});
