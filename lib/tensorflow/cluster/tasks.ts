import { ClusterError } from "./errors.ts";

/** Which processes work together, and which of them this one is. */
export interface ClusterOptions {
  /**
   * The address of each worker, `host:port`, the same list in every process. The
   * first worker is the chief.
   */
  readonly workers: readonly string[];
  /** This process's place in the list, from 0. */
  readonly task: number;
  /** Seconds that a collective waits for the others. Default 30. */
  readonly timeout?: number;
  /** Seconds that the start waits for all workers. Default 300. */
  readonly startTimeout?: number;
}

/** A process of the cluster. */
export interface Task {
  /** Its name in messages: `worker 1`. */
  readonly name: string;
  /** `host:port`. */
  readonly address: string;
}

/** The tasks of a cluster of at least two. */
export interface ClusterTasks {
  /** All of them, the chief first. */
  readonly tasks: readonly Task[];
  /** This process's place among them. */
  readonly rank: number;
  readonly timeout: number;
  readonly startTimeout: number;
}

/** The variable in which TensorFlow's tools describe a cluster, in JSON. */
export const CLUSTER_VARIABLE = "TF_CONFIG";

/** Seconds that a collective waits for the others. */
export const DEFAULT_TIMEOUT = 30;
const DEFAULT_START_TIMEOUT = 300;

/**
 * The tasks that options, or the variable `TF_CONFIG`, describe.
 *
 * @returns Undefined if there is but one task, or the variable is not set: such a
 * process needs no others.
 * @throws {ClusterError} if the description is wrong.
 */
export function clusterTasks(
  options: ClusterOptions | typeof CLUSTER_VARIABLE,
  variable: (name: string) => string | undefined = (name) => Deno.env.get(name),
): ClusterTasks | undefined {
  if (options !== CLUSTER_VARIABLE) {
    const { workers, task, timeout, startTimeout } = options;
    const tasks = workers.map((address, index) => ({
      name: `worker ${index}`,
      address,
    }));
    return checked("the option cluster", {
      tasks,
      rank: task,
      timeout: timeout ?? DEFAULT_TIMEOUT,
      startTimeout: startTimeout ?? DEFAULT_START_TIMEOUT,
    });
  }
  const text = variable(CLUSTER_VARIABLE);
  if (text === undefined || text.trim() === "") return undefined;
  return checked(CLUSTER_VARIABLE, {
    ...tasksFrom(text),
    timeout: DEFAULT_TIMEOUT,
    startTimeout: DEFAULT_START_TIMEOUT,
  });
}

/** The types of tasks that train, in the order of their places. */
const TYPES = ["chief", "worker"];

/**
 * Reads `{"cluster": {"chief": […], "worker": […]}, "task": {"type": "worker",
 * "index": 0}}`; other fields are left alone, as TensorFlow does.
 */
function tasksFrom(text: string): Pick<ClusterTasks, "tasks" | "rank"> {
  const { cluster, task } = parse(text);
  if (cluster === undefined) return { tasks: [], rank: 0 };
  if (!isRecord(cluster) || !isRecord(task)) {
    throw wrong(
      "it must have the objects cluster and task",
      text.slice(0, 100),
    );
  }
  const { type, index } = task;
  const other = [...Object.keys(cluster), String(type)]
    .find((each) => !TYPES.includes(each));
  if (other !== undefined) {
    throw wrong("its tasks must be a chief or workers", `"${other}"`);
  }
  const tasks: Task[] = [];
  let rank = -1;
  for (const each of TYPES) {
    const addresses = cluster[each] ?? [];
    if (!Array.isArray(addresses)) {
      throw wrong(
        `cluster.${each} must be a list of addresses`,
        JSON.stringify(addresses),
      );
    }
    if (each === type && Number.isInteger(index) && inList(index, addresses)) {
      rank = tasks.length + Number(index);
    }
    addresses.forEach((address, index) =>
      tasks.push({ name: `${each} ${index}`, address: String(address) })
    );
  }
  if (rank < 0) {
    throw wrong("its task must be one of the cluster", `${type} ${index}`);
  }
  return { tasks, rank };
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return value;
  } catch {
    // Told below
  }
  throw wrong("it must be an object in JSON", text.slice(0, 100));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function inList(index: unknown, { length }: readonly unknown[]): boolean {
  return Number(index) >= 0 && Number(index) < length;
}

function wrong(requirement: string, value: string): ClusterError {
  return new ClusterError(
    `Cannot read ${CLUSTER_VARIABLE}: ${requirement}: current value is ${value}`,
  );
}

const ADDRESS = /^(\[[^\]\s]+\]|[^:\s/]+):(\d{1,5})$/;

function checked(source: string, cluster: ClusterTasks) {
  const { tasks, rank, timeout, startTimeout } = cluster;
  const fail = (requirement: string, value: unknown) =>
    new ClusterError(
      `Cannot join a cluster: ${requirement}: current value of ${source} is ${value}`,
    );
  for (const { name, address } of tasks) {
    const port = Number(ADDRESS.exec(address)?.[2] ?? 0);
    if (port < 1 || port > 65_535) {
      throw fail(`the address of ${name} must be host:port`, `"${address}"`);
    }
  }
  const addresses = tasks.map(({ address }) => address);
  const twice = addresses.find((each, index) =>
    addresses.indexOf(each) !== index
  );
  if (twice !== undefined) {
    throw fail(
      "each task must have an address of its own",
      `"${twice}" twice`,
    );
  }
  if (tasks.length > 0 && !(Number.isInteger(rank) && inList(rank, tasks))) {
    throw fail(
      `the task must be a whole number from 0 to ${tasks.length - 1}`,
      rank,
    );
  }
  for (const seconds of [timeout, startTimeout]) {
    if (!(seconds > 0 && seconds < 1e6)) {
      throw fail("a timeout must be a number of seconds above 0", seconds);
    }
  }
  return tasks.length > 1 ? cluster : undefined;
}

/** Host and port of an address that was checked. */
export function parseAddress(
  address: string,
): { readonly hostname: string; readonly port: number } {
  const [, host, port] = ADDRESS.exec(address)!;
  return { hostname: host.replace(/^\[|\]$/g, ""), port: Number(port) };
}
