import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  platformOf,
  UnsupportedPlatformError,
} from "../../../lib/tensorflow/library/mod.ts";

Deno.test("platformOf() names the libraries of each supported machine", () => {
  const names = [["linux", "x86_64"], ["linux", "aarch64"], [
    "darwin",
    "aarch64",
  ]].map(([os, arch]) => {
    const { framework, cc, wheel } = platformOf(os, arch);
    return [framework, cc, wheel.package, wheel.tag];
  });
  assertEquals(names, [
    [
      "libtensorflow_framework.so.2",
      "libtensorflow_cc.so.2",
      "tensorflow-cpu",
      "manylinux_2_27_x86_64",
    ],
    [
      "libtensorflow_framework.so.2",
      "libtensorflow_cc.so.2",
      "tensorflow",
      "manylinux_2_27_aarch64",
    ],
    [
      "libtensorflow_framework.2.dylib",
      "libtensorflow_cc.2.dylib",
      "tensorflow",
      "macosx_12_0_arm64",
    ],
  ]);
});

Deno.test("platformOf() suggests WebGPU on an unsupported machine", () => {
  for (const [os, arch] of [["windows", "x86_64"], ["darwin", "x86_64"]]) {
    const { message } = assertThrows(
      () => platformOf(os, arch),
      UnsupportedPlatformError,
    );
    assertStringIncludes(message, `${os} ${arch}`);
    assertStringIncludes(message, "webgpu and cpu");
    assertStringIncludes(message, "Linux x86-64, Linux arm64, macOS arm64");
  }
});
