import { UnsupportedPlatformError } from "./errors.ts";

/**
 * A wheel on the Python package index, pinned by its hash. Its libraries don't
 * depend on Python's version, so one wheel serves every machine of a platform.
 */
export interface Wheel {
  /** The package's name in pip. */
  package: string;
  /** TensorFlow's version. */
  version: string;
  /** Its address on the package index's server, for machines without pip. */
  url: string;
  /** Platform tag, for `pip download --platform`. */
  tag: string;
  /** Size in bytes. */
  size: number;
  /** SHA-256 of the file, in lower-case hexadecimal. */
  sha256: string;
  /** Total size in bytes of the files unpacked from it. */
  unpackedSize: number;
}

/** An operating system and processor with a published C library. */
export interface Platform {
  /** Its name in messages: `Linux x86-64`. */
  name: string;
  /** Its name in folder names: `linux-x86_64`. */
  id: "linux-x86_64" | "linux-aarch64" | "darwin-aarch64";
  /** File name of `libtensorflow_framework`, which must be opened first. */
  framework: string;
  /** File name of `libtensorflow_cc`, which has the C functions. */
  cc: string;
  /** The wheel to download. */
  wheel: Wheel;
}

/** The TensorFlow release that is downloaded. */
export const VERSION = "2.21.0";

const SERVER = "https://files.pythonhosted.org/packages";

// `tensorflow-cpu` has no CUDA kernels but exists only for Linux x86-64; on the
// other two platforms the package `tensorflow` is a CPU build. The sizes and
// hashes are those of the package index, checked against the downloaded files
const PLATFORMS: Record<Platform["id"], Platform> = {
  "linux-x86_64": {
    name: "Linux x86-64",
    id: "linux-x86_64",
    framework: "libtensorflow_framework.so.2",
    cc: "libtensorflow_cc.so.2",
    wheel: {
      package: "tensorflow-cpu",
      version: VERSION,
      url:
        `${SERVER}/59/03/9a99555a762de8cd4a405efbd39a732d926d8e58791441889560b7675b3e/tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl`,
      tag: "manylinux_2_27_x86_64",
      size: 273_829_956,
      sha256:
        "2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c",
      unpackedSize: 853_787_275,
    },
  },
  "linux-aarch64": {
    name: "Linux arm64",
    id: "linux-aarch64",
    framework: "libtensorflow_framework.so.2",
    cc: "libtensorflow_cc.so.2",
    wheel: {
      package: "tensorflow",
      version: VERSION,
      url:
        `${SERVER}/9c/7c/57b7ee953b40d5d837136d20af6851b20ea6ca63753fc05699e8bcfab6d5/tensorflow-2.21.0-cp311-cp311-manylinux_2_27_aarch64.whl`,
      tag: "manylinux_2_27_aarch64",
      size: 281_828_020,
      sha256:
        "4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c",
      unpackedSize: 883_540_547,
    },
  },
  "darwin-aarch64": {
    name: "macOS arm64",
    id: "darwin-aarch64",
    framework: "libtensorflow_framework.2.dylib",
    cc: "libtensorflow_cc.2.dylib",
    wheel: {
      package: "tensorflow",
      version: VERSION,
      url:
        `${SERVER}/ec/76/b649b02a243c09f0348199dbd81408c1558cfbec2b6d77d820c428a95254/tensorflow-2.21.0-cp311-cp311-macosx_12_0_arm64.whl`,
      tag: "macosx_12_0_arm64",
      size: 223_405_849,
      sha256:
        "51f46f4806139d01fc7920cc72a4c75876f80649bf40ff083ab6212ceb43ca88",
      unpackedSize: 741_283_963,
    },
  },
};

/** The supported platforms, for messages. */
export const SUPPORTED: readonly string[] = Object.values(PLATFORMS)
  .map((platform) => platform.name);

/**
 * The platform for an operating system and a processor; this machine's by
 * default.
 *
 * @throws {UnsupportedPlatformError} TensorFlow has no C library for it.
 */
export function platformOf(
  os: string = Deno.build.os,
  arch: string = Deno.build.arch,
): Platform {
  const platform = PLATFORMS[`${os}-${arch}` as Platform["id"]];
  if (platform === undefined) {
    throw new UnsupportedPlatformError(
      `Cannot use TensorFlow's C library: it is published for ${
        SUPPORTED.join(", ")
      }: this machine is ${os} ${arch}: ` +
        "TensorFlow.js has the backends webgpu and cpu, which need no TensorFlow",
    );
  }
  return platform;
}
