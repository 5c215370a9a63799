import { MINIMUM_VERSION } from "./library_folder.ts";
import { type Platform, SUPPORTED } from "./platform.ts";

/** Why there is no library. */
export interface SearchFailure {
  /** The places searched: one line each, with what was found there. */
  searched: readonly string[];
  /** Why the download failed, if it was tried. */
  fetching?: string;
  /** Whether Python or pip is missing. */
  withoutPip?: boolean;
}

/**
 * The message when no library is found: the places searched, the supported
 * platforms, and how to get the library.
 */
export function notFoundMessage(
  platform: Platform,
  failure: SearchFailure,
): string {
  const { wheel } = platform;
  const { searched, fetching, withoutPip } = failure;
  const indented = (line: string) => `  ${line.replaceAll("\n", "\n    ")}`;
  return [
    `Cannot find TensorFlow's C library: ${platform.framework} and ` +
    `${platform.cc} must lie in one folder: no folder searched has both`,
    ...(fetching === undefined ? [] : [fetching]),
    "Searched:",
    ...searched.map(indented),
    `Supported: TensorFlow ${MINIMUM_VERSION} or later on ${
      SUPPORTED.join(", ")
    }; this machine is ${platform.name}`,
    "To get it, do one of these and run again:",
    ...(withoutPip ? [`  ${pythonCommand(platform)}`] : []),
    `  pip install ${wheel.package}==${wheel.version}`,
    "  set TENSORFLOW_DIR to a folder that holds both files",
    "Without TensorFlow: TensorFlow.js has the backends webgpu and cpu",
  ].join("\n");
}

/** The command that installs Python and pip on a platform. */
export function pythonCommand(platform: Platform): string {
  return platform.id === "darwin-aarch64"
    ? "brew install python"
    : "sudo apt install python3-pip (Debian, Ubuntu), or " +
      "sudo dnf install python3-pip (Fedora)";
}
