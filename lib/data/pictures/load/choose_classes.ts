import { FileError } from "../../../files/errors.ts";
import { MAXIMUM_CLASSES } from "../../digits.ts";
import { compareNames, shown } from "../find.ts";
import type { Picture } from "./read_files.ts";
import type { Warnings } from "./warnings.ts";

/**
 * The names of the classes with enough pictures, sorted.
 *
 * @param divided Whether the pictures are divided into sets already
 * @throws {FileError} if there are fewer than two, or too many
 */
export function chooseClasses(
  folder: string,
  pictures: readonly Picture[],
  divided: boolean,
  warnings: Warnings,
): string[] {
  const counts = learnable(pictures, divided);
  // One to learn from and one to test with, unless these have their own folders
  const required = divided ? 1 : 2;
  const classes = [...counts.keys()].sort(compareNames).filter((name) => {
    const count = counts.get(name)!;
    if (count >= required) return true;
    warnings.add(
      `Left out class "${name}": it needs at least ${required} ${
        divided ? "training picture" : "pictures"
      }: current count is ${count}`,
    );
    return false;
  });
  requireClasses(folder, classes);
  return classes;
}

/** The number of pictures of each class that can be learned from. */
function learnable(
  pictures: readonly Picture[],
  divided: boolean,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { className, part } of pictures) {
    const more = !divided || part === "train" ? 1 : 0;
    counts.set(className, (counts.get(className) ?? 0) + more);
  }
  return counts;
}

function requireClasses(folder: string, classes: readonly string[]): void {
  const count = classes.length;
  if (count >= 2 && count <= MAXIMUM_CLASSES) return;
  const current = count === 1 ? `only "${classes[0]}"` : `${count} classes`;
  throw new FileError(
    `Cannot learn from folder "${
      shown(folder)
    }": it must hold pictures of 2 to ${MAXIMUM_CLASSES} classes: it holds ${current}; put the pictures of each class into a folder with the class's name`,
  );
}
