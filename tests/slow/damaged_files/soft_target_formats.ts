/** The files that `deno task teach` writes. @module */
import { describeDataset } from "../../../lib/data/dataset_digest.ts";
import { TeacherError } from "../../../lib/training/errors.ts";
import {
  openSoftTargets,
  readSoftTargets,
  writeVersion,
} from "../../../lib/teachers/soft_target_files.ts";
import { rowSize } from "../../../lib/training/soft_targets.ts";
import { dataset } from "../../training/checkpoints/fixtures.ts";
import type { Format } from "./format.ts";

/**
 * Writes a small folder of soft targets and gives the formats of its files.
 *
 * @param folder It must be empty.
 */
export async function softTargetFormats(folder: string): Promise<Format[]> {
  const data = describeDataset(dataset);
  using _kept = await openSoftTargets(folder, {
    data,
    teachers: { count: 2, sha256: "0123" },
    augmentation: { rotation: 8 },
    versions: 1,
    seed: 1,
  });
  const rows = new Float32Array(data.trainCount * rowSize(10)).fill(-0.5);
  await writeVersion(folder, 0, rows);
  const config = await Deno.readFile(`${folder}/config.json`);
  const version = await Deno.readFile(`${folder}/version-0001.f32`);
  const shared = {
    read: (damaged: string) => readSoftTargets(damaged, data),
    errors: [TeacherError],
  };
  return [
    {
      ...shared,
      name: "soft targets' config.json",
      good: new TextDecoder().decode(config),
      files: (content) => ({
        "config.json": content,
        "version-0001.f32": version,
      }),
      // That they are for other digits names the folder
      file: "",
    },
    {
      ...shared,
      name: "soft targets",
      good: version,
      files: (content) => ({
        "config.json": config,
        "version-0001.f32": content,
      }),
      // That a value is not finite names the folder
      file: "",
    },
  ];
}
