import { join } from "node:path";
import { hasPermission } from "./has_permission.ts";

// Where NVIDIA's driver keeps its user-space library: Debian and Ubuntu on
// both processors, Fedora and others, the Windows subsystem for Linux,
// hosted notebooks, Kubernetes nodes, NixOS.
const DRIVER_FOLDERS = [
  "/usr/lib/x86_64-linux-gnu",
  "/usr/lib/aarch64-linux-gnu",
  "/usr/lib64",
  "/usr/lib",
  "/usr/lib/wsl/lib",
  "/usr/lib64-nvidia",
  "/usr/local/nvidia/lib64",
  "/run/opengl-driver/lib",
];

/** Files that are there only where NVIDIA's driver is. */
export const DRIVER_FILES: readonly string[] = [
  ...DRIVER_FOLDERS.map((folder) => join(folder, "libcuda.so.1")),
  "/dev/nvidiactl",
  "/proc/driver/nvidia/version",
];

/**
 * Whether an NVIDIA driver is installed and not hidden by
 * `CUDA_VISIBLE_DEVICES`. A guess by file names, made in a millisecond: a CUDA
 * build of TensorFlow runs on the CPU too if the guess is wrong.
 */
export async function hasGpu(
  environment: (name: string) => string | undefined,
  files: readonly string[] = DRIVER_FILES,
): Promise<boolean> {
  const visible = environment("CUDA_VISIBLE_DEVICES")?.trim();
  if (visible === "" || visible === "-1") return false;
  for (const path of files) {
    if (!(await hasPermission({ name: "read", path }))) continue;
    try {
      await Deno.stat(path);
      return true;
    } catch {
      // Not there, or (in /dev and /proc) out of reach of a scoped permission.
    }
  }
  return false;
}
