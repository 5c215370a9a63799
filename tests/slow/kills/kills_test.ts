import { assert } from "@std/assert";
import { killAtRandom } from "./kills.ts";
import { killAndResume } from "./resume.ts";

Deno.test("a run that is killed 100 times at random moments loses nothing", async () => {
  // More than there are cores: each waits for the disk half of the time
  const lanes = 2 * navigator.hardwareConcurrency;
  const { kills, whileTraining, finished } = await killAtRandom(100, lanes);
  // What is under way in the other lanes is counted too
  assert(kills >= 100 && kills < 100 + lanes, `${kills} kills`);
  assert(whileTraining > 25, `${whileTraining} kills while it trained`);
  assert(finished > 0, "No run came to its end");
});

Deno.test("runs that are killed at random moments end alike by --resume alone", async () => {
  await killAndResume(2);
});
