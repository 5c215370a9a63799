// Run by download_test.ts, with all permissions: Deno lets nothing less write to
// a device. Downloads a file to where every write fails for want of space, and
// prints the error as JSON.
import { DownloadError } from "../../../lib/data/download/download.ts";
import { FileError } from "../../../lib/files/errors.ts";
import { download } from "./fixtures.ts";

const [folder, mirror] = Deno.args;
await Deno.symlink("/dev/full", `${folder}/file.gz.part`);
try {
  await download(folder, [mirror]);
} catch (error) {
  console.log(JSON.stringify({
    message: (error as Error).message,
    isFileError: error instanceof FileError,
    isDownloadError: error instanceof DownloadError,
  }));
}
