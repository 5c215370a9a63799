/**
 * Runs a program as the tasks of a cluster on several machines, each of them a network
 * namespace of its own, and prints what the chief printed. To be started in a namespace
 * where it may do as it likes:
 *
 *     unshare --user --map-root-user --net deno run -A network.ts PROGRAM LINK MACHINES [ARGUMENT …]
 *
 * @module
 */
import { type Machine, runTasks } from "../tasks.ts";
import type { Link } from "./carry.ts";

/** Seconds that a collective may take on a bad network. */
const TIMEOUT = 300;

/** The process of a new namespace, once it is there; it ends with this one. */
async function newNamespace(): Promise<number> {
  const { pid, stdout } = new Deno.Command("unshare", {
    args: ["--net", "sh", "-c", "echo ready; exec cat"],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  await stdout.getReader().read();
  return pid;
}

/** Starts what carries packets, and waits for its devices. */
async function startCarrier(link: Link, devices: number): Promise<void> {
  const { stdout } = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-q", "--no-check", "--no-prompt", "-A"],
      `${import.meta.dirname}/carry.ts`,
      JSON.stringify({ ...link, devices }),
    ],
    stdout: "piped",
  }).spawn();
  await stdout.getReader().read();
}

/** Gives a namespace a device, with the address that the carrier expects. */
async function connect(pid: number, index: number): Promise<Machine> {
  const device = `tun${index}`;
  const host = `10.0.0.${index + 1}`;
  const enter = ["nsenter", `--net=/proc/${pid}/ns/net`];
  const ip = (...args: string[]) => run([...enter, "ip", ...args]);
  await run(["ip", "link", "set", device, "netns", `${pid}`]);
  await ip("address", "add", `${host}/24`, "dev", device);
  // Packets wait for the carrier rather than be lost
  await ip("link", "set", device, "mtu", "1500", "txqueuelen", "10000", "up");
  await ip("link", "set", "lo", "up");
  return { host, enter };
}

async function run([command, ...args]: string[]): Promise<void> {
  const { success } = await new Deno.Command(command, {
    args,
    stdout: "null",
    stderr: "inherit",
  }).output();
  if (!success) throw new Error(`Cannot run ${command} ${args.join(" ")}`);
}

if (import.meta.main) {
  const [program, link, count, ...args] = Deno.args;
  const pids = await Promise.all(
    Array.from({ length: Number(count) }, newNamespace),
  );
  await startCarrier(JSON.parse(link), pids.length);
  const machines: Machine[] = [];
  for (const [index, pid] of pids.entries()) {
    machines.push(await connect(pid, index));
  }
  const [chief] = await runTasks<unknown>(program, machines, args, TIMEOUT);
  console.log(JSON.stringify(chief));
  Deno.exit();
}
