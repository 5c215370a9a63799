// Downloads the library. Arguments: cache folder, Python, platform as JSON.
// Exits with code 130 when interrupted
import { findLibrary } from "../../../../lib/tensorflow/library/mod.ts";

const [cacheDir, python, platform] = Deno.args;
try {
  const { directory } = await findLibrary({
    cacheDir,
    pythons: [python],
    platform: JSON.parse(platform),
    gpu: false,
    environment: () => undefined,
  });
  console.log(directory);
} catch (error) {
  console.log((error as Error).name);
  Deno.exit(130);
}
