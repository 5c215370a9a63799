import type { ClusterServer, Runtime } from "../eager/runtime.ts";
import { closeOtherAddresses } from "../ffi/socket_filter.ts";
import { encodeMessage, type Field } from "../ffi/protobuf.ts";
import { type ClusterTasks, parseAddress } from "./tasks.ts";
import { ClusterError } from "./errors.ts";

/** All tasks are of one job for TensorFlow; which is the chief is our affair. */
const JOB = "worker";

/** TensorFlow's name for a task. */
export function taskName(rank: number): string {
  return `/job:${JOB}/replica:0/task:${rank}`;
}

/** Describes the cluster to TensorFlow: a ServerDef of tensorflow_server.proto. */
export function clusterServer({ tasks, rank }: ClusterTasks): ClusterServer {
  const job = encodeMessage([
    [1, JOB], // name
    ...tasks.map(({ address }, index): Field => [
      2, // tasks, a map
      encodeMessage([[1, index], [2, address]]),
    ]),
  ]);
  return {
    leader: taskName(0),
    serverDef: (config) =>
      encodeMessage([
        [1, encodeMessage([[1, job]])], // cluster
        [2, JOB], // job_name
        [3, rank], // task_index
        [4, config], // default_session_config
        [5, "grpc"], // protocol
      ]),
  };
}

/**
 * Checks that the port of this task is free, which TensorFlow reports without a
 * reason. Needs the permission to listen there; without it nothing is checked.
 *
 * @throws {ClusterError} if another process has the port.
 */
export async function requireFreePort(
  { tasks, rank }: ClusterTasks,
): Promise<void> {
  const { name, address } = tasks[rank];
  const { port } = parseAddress(address);
  const hostname = "0.0.0.0"; // As TensorFlow does
  const { state } = await Deno.permissions.query({
    name: "net",
    host: `${hostname}:${port}`,
  });
  if (state !== "granted") return;
  try {
    Deno.listen({ hostname, port }).close();
  } catch (error) {
    throw portError(name, address, error);
  }
}

/** Why a task could not begin to listen. */
export function portError(
  name: string,
  address: string,
  error: unknown,
): ClusterError {
  const [reason] = (error as Error).message.split("\n");
  return new ClusterError(
    `Cannot join the cluster as ${name}: the port of ${address} must be free on this machine: another process listens there (${reason}); end it if it is another ${name}, or give ${name} another port in every process's list`,
    { cause: error },
  );
}

/**
 * Has TensorFlow's server answer at this task's address alone: it listens on all
 * interfaces, whatever it is told (GrpcServer::Init). Says so where that can't be changed.
 */
export function listenAtOwnAddress(
  { framework, library }: Runtime,
  { tasks, rank }: ClusterTasks,
): void {
  const { name, address } = tasks[rank];
  const { hostname, port } = parseAddress(address);
  const obstacle = closeOtherAddresses(framework, library, hostname, port);
  if (obstacle === undefined) return;
  console.warn(
    `${name} listens on port ${port} of all of this machine's addresses: ${obstacle}; let only the other workers through its firewall`,
  );
}
