import { writeVersion } from "../../teachers/soft_target_files.ts";
import { ProgressBar, stderrTarget } from "../../terminal/progress_bar.ts";
import type { generateSoftTargets } from "../../training/soft_targets.ts";

/** Generates answers, and tells how many of a version's images are done. */
export type Answers = (
  onProgress: (version: number, done: number) => void,
) => ReturnType<typeof generateSoftTargets>;

/** Writes each version's answers once they are complete, below a progress bar. */
export async function keepAnswers(
  answers: Answers,
  folder: string,
  images: number,
  versions: number,
): Promise<void> {
  let bar: ProgressBar | undefined;
  const onProgress = (version: number, done: number) => {
    bar ??= new ProgressBar(images, stderrTarget());
    bar.update(done, `version ${version + 1} of ${versions}`);
  };
  try {
    for await (const { version, rows } of answers(onProgress)) {
      bar?.close();
      bar = undefined;
      await writeVersion(folder, version, rows);
    }
  } finally {
    bar?.abandon();
  }
}
