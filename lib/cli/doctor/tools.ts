import { join } from "node:path";
import { findPip, PYTHONS, runCommand } from "../../tensorflow/library/mod.ts";
import { projectDirectory } from "../jupyterlab/environment.ts";
import type { Finding } from "./finding.ts";

/** In older versions, Deno's notebook kernel hides some of a cell's errors. */
export const MINIMUM_DENO = "2.9.4";

/** Checks Deno's version. */
export function checkDeno(version: string = Deno.version.deno): Finding {
  const [a, b] = [version, MINIMUM_DENO].map((text) =>
    text.split(/[.+-]/).slice(0, 3).map(Number)
  );
  const difference = a.map((part, index) => part - b[index])
    .find((part) => part !== 0) ?? 0;
  return difference >= 0 ? { name: "Deno", ok: true, text: version } : {
    name: "Deno",
    ok: false,
    text: `${version} is older than ${MINIMUM_DENO}`,
    command: "deno upgrade",
  };
}

/** Checks for Python and pip, which download TensorFlow's library. */
export async function checkPython(
  pythons: readonly string[] = PYTHONS,
): Promise<Finding> {
  const pip = await findPip(pythons);
  if (!Array.isArray(pip)) {
    const python = await runCommand(pip.command, ["--version"]);
    const version = python.ok ? python.stdout : pip.command;
    return { name: "Python", ok: true, text: `${version}, ${pip.version}` };
  }
  return {
    name: "Python",
    ok: false,
    text: pip.join("\n"),
    command: Deno.build.os === "darwin"
      ? "brew install python"
      : "sudo apt install python3-pip",
  };
}

/** The `jupyter` command, and the environment variables that it needs. */
export interface Jupyter {
  command: string;
  env?: Record<string, string>;
}

/** The Jupyter that `deno task lab` prepares, then the one on PATH. */
export function jupyters(project: string = projectDirectory): Jupyter[] {
  const folder = join(project, "data", "jupyter");
  return [
    {
      command: join(folder, "venv", "bin", "jupyter"),
      env: { JUPYTER_DATA_DIR: join(folder, "share") },
    },
    { command: "jupyter" },
  ];
}

/** Checks for Jupyter with a Deno kernel, and takes the first that has one. */
export async function checkJupyter(
  candidates: readonly Jupyter[] = jupyters(),
): Promise<Finding> {
  const name = "Jupyter";
  const reasons: string[] = [];
  for (const { command, env } of candidates) {
    const outcome = await runCommand(
      command,
      ["kernelspec", "list", "--json"],
      env,
    );
    if (!outcome.ok) {
      reasons.push(`${command}: ${outcome.reason}`);
      continue;
    }
    const kernel = denoKernel(outcome.stdout);
    if (kernel !== undefined) {
      return { name, ok: true, text: `${command}\nwith kernel ${kernel}` };
    }
    reasons.push(`${command}: has no Deno kernel`);
  }
  const text = reasons.join("\n");
  return { name, ok: false, text, command: "deno task lab" };
}

/** Folder of the kernel named `deno`, in Jupyter's list of kernels. */
function denoKernel(json: string): string | undefined {
  try {
    return JSON.parse(json).kernelspecs?.deno?.resource_dir;
  } catch {
    return undefined;
  }
}

// Mesa's and Chromium's adapters, which compute on the processor
const SOFTWARE = /llvmpipe|lavapipe|swiftshader|software/i;

/** Checks for WebGPU, on which training runs if there is no TensorFlow. */
export async function checkWebGpu(
  gpu: Pick<GPU, "requestAdapter"> | undefined = navigator.gpu,
): Promise<Finding> {
  const adapter = await gpu?.requestAdapter();
  if (!adapter) {
    return {
      name: "WebGPU",
      ok: false,
      text: "no adapter; only needed where there is no TensorFlow",
      command: Deno.build.os === "linux"
        ? "sudo apt install mesa-vulkan-drivers"
        : "install the graphics card's driver",
    };
  }
  const { description, vendor } = adapter.info;
  const name = description || vendor || "an adapter without a name";
  const software = SOFTWARE.test(name);
  return {
    name: "WebGPU",
    ok: true,
    text: software ? `${name}: computes on the processor, slowly` : name,
    trains: !software,
  };
}
