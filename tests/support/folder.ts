/** Runs a test with a temporary folder, and removes the folder. */
export async function inFolder(
  test: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The names in a folder, sorted. */
export function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

/** Makes a link at a path, or of the same name in a folder. */
export async function link(to: string, from: string): Promise<void> {
  // Deno.symlink() must be granted the whole disk
  const { success } = await new Deno.Command("ln", { args: ["-s", to, from] })
    .output();
  if (!success) throw new Error(`Cannot link "${from}" to "${to}"`);
}
