const SCRIPT = `
folder=$0; kilobytes=$1; shift
if unshare --user --map-root-user --mount true 2>/dev/null; then
  exec unshare --user --map-root-user --mount sh -c '
    folder=$0; kilobytes=$1; shift
    mount -t tmpfs -o "size=\${kilobytes}k" tmpfs "$folder" || exit 99
    "$@"; code=$?
    find "$folder" -mindepth 1 >&2
    exit $code' "$folder" "$kilobytes" "$@"
fi
trap '' XFSZ
ulimit -f "$kilobytes"
"$@"; code=$?
find "$folder" -mindepth 1 >&2
exit $code`;

/**
 * A command that runs where a folder has little room: on a small file system if
 * one can be mounted, else under a limit on the size of a file. It ends with the
 * paths of what it left in the folder, on standard error.
 *
 * @param folder An empty folder
 * @param kilobytes How much room it has, a multiple of 4
 * @param command A program and its arguments: deno run, not deno task, or the
 * limit ends it
 */
export function withLittleRoom(
  folder: string,
  kilobytes: number,
  command: readonly string[],
): Deno.Command {
  return new Deno.Command("sh", {
    args: ["-c", SCRIPT, folder, String(kilobytes), ...command],
  });
}
