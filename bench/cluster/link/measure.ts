import { median } from "../../statistics.ts";
import type { LinkTimes } from "../../workers/link.ts";
import type { Link } from "./carry.ts";

/** Several machines on one network, and what to measure there. */
export interface Setting {
  readonly machines: number;
  readonly link: Link;
  /** Floats of the reductions. */
  readonly sizes: readonly number[];
  /** Sizes of the training steps' batches. */
  readonly batches: readonly number[];
}

/** A user namespace in which network namespaces may be made. */
const NAMESPACE = ["--user", "--map-root-user", "--net"];

/**
 * Whether this system lets anyone have networks of their own.
 *
 * @returns Why not; undefined if it does.
 */
export async function obstacle(): Promise<string | undefined> {
  const what = "unshare --user --map-root-user --net, ip and /dev/net/tun";
  try {
    const { success, stderr } = await new Deno.Command("unshare", {
      args: [...NAMESPACE, "sh", "-c", "ip link && exec 3<> /dev/net/tun"],
      stdout: "null",
      stderr: "piped",
    }).output();
    if (success) return undefined;
    const [reason] = new TextDecoder().decode(stderr).split("\n");
    return `this system must permit ${what}: ${reason}`;
  } catch (error) {
    return `this system must have ${what}: ${(error as Error).message}`;
  }
}

async function once(
  { machines, link, sizes, batches }: Setting,
): Promise<LinkTimes> {
  const { stdout, stderr, success } = await new Deno.Command("unshare", {
    args: [
      ...[...NAMESPACE, Deno.execPath()],
      ...["run", "-q", "--no-check", "--no-prompt", "-A"],
      ...[`${import.meta.dirname}/network.ts`, "link.ts"],
      ...[link, machines, sizes, batches].map((each) => JSON.stringify(each)),
    ],
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  if (!success) throw new Error(text(stderr));
  return JSON.parse(text(stdout));
}

/** Medians of several rounds, in which the settings take turns. */
export async function measure(
  settings: readonly Setting[],
  rounds: number,
): Promise<LinkTimes[]> {
  const found: LinkTimes[][] = settings.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, setting] of settings.entries()) {
      console.error(`${round + 1} of ${rounds}: ${JSON.stringify(setting)}`);
      found[index].push(await once(setting));
    }
  }
  return found.map((times) => ({
    reductions: medians(times.map(({ reductions }) => reductions)),
    steps: medians(times.map(({ steps }) => steps)),
  }));
}

/** The median for each key that all rounds have. */
function medians(
  rounds: readonly Readonly<Record<string, number>>[],
): Record<string, number> {
  const shared = Object.keys(rounds[0])
    .filter((key) => rounds.every((round) => key in round));
  return Object.fromEntries(
    shared.map((key) => [key, median(rounds.map((round) => round[key]))]),
  );
}
