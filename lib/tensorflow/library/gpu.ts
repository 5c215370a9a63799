import { join } from "node:path";
import { hasPermission } from "./has_permission.ts";

// The user-space library of NVIDIA's driver: on Debian and Ubuntu (both
// processors), Fedora and others, the Windows subsystem for Linux, hosted
// notebooks, Kubernetes nodes, NixOS
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

/** Files that exist only with NVIDIA's driver. */
export const DRIVER_FILES: readonly string[] = [
  ...DRIVER_FOLDERS.map((folder) => join(folder, "libcuda.so.1")),
  "/dev/nvidiactl",
  "/proc/driver/nvidia/version",
];

/**
 * Guesses from file names whether an NVIDIA driver is installed; also false if
 * `CUDA_VISIBLE_DEVICES` hides it. It takes a millisecond. If the guess is
 * wrong, a CUDA build of TensorFlow runs on the CPU.
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
      // Missing, or in /dev or /proc, which a scoped permission doesn't cover
    }
  }
  return false;
}
