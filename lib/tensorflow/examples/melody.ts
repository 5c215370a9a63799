/**
 * Which notes are played? Basic Pitch, a pretrained network of 0.7 MB (Spotify,
 * Apache-2.0, inside the npm package of that name; Bittner and others 2022), hears a
 * melody that we play on sine waves.
 *
 *     deno run -A examples/melody.ts
 *
 * @module
 */
import { createRequire } from "node:module";
import { init, tf } from "../mod.ts";

const RATE = 22050;

/** The network hears so many samples at once, almost two seconds. */
const SAMPLES = 43844;

/** Its answers: 172 moments, in each the chance of 88 keys of a piano. */
const FRAMES = 172;
const LOWEST_KEY = 21;

/** Names of keys: 60 is C4. */
function nameOf(key: number): string {
  const names = "C C♯ D D♯ E F F♯ G G♯ A A♯ B".split(" ");
  return `${names[key % 12]}${Math.floor(key / 12) - 1}`;
}

/** Plays keys one after the other, each fading away: [1, SAMPLES, 1]. */
export function play(keys: readonly number[]): tf.Tensor3D {
  const length = Math.floor(SAMPLES / keys.length);
  const samples = Float32Array.from({ length: SAMPLES }, (_, i) => {
    const key = keys[Math.min(Math.floor(i / length), keys.length - 1)];
    const time = (i % length) / RATE;
    const pitch = 440 * 2 ** ((key - 69) / 12);
    const overtones = [1, 0.5, 0.25].map((strength, n) =>
      strength * Math.sin(2 * Math.PI * pitch * (n + 1) * time)
    );
    return 0.3 * Math.exp(-2 * time) * overtones.reduce((a, b) => a + b);
  });
  return tf.tensor3d(samples, [1, SAMPLES, 1]);
}

/** Loads the network from the package's folder. */
export function loadNetwork(): Promise<tf.GraphModel> {
  const path = createRequire(import.meta.url)
    .resolve("@spotify/basic-pitch/model/model.json");
  return tf.loadGraphModel(`file://${path}`);
}

/** The keys that a network hears, in their order, each once while it sounds. */
export function listen(network: tf.GraphModel, sound: tf.Tensor3D): number[] {
  return tf.tidy(() => {
    const chances = network.execute(sound, "Identity_1") as tf.Tensor3D;
    const keys = chances.argMax(2).dataSync();
    const sure = chances.max(2).dataSync();
    const heard: number[] = [];
    for (let moment = 0; moment < FRAMES; moment++) {
      const key = keys[moment] + LOWEST_KEY;
      if (sure[moment] > 0.5 && key !== heard.at(-1)) heard.push(key);
    }
    return heard;
  });
}

/** The whole lesson; its result is what was heard. */
export async function main(
  { melody = [60, 64, 67, 72, 71, 67] } = {},
): Promise<string[]> {
  await init();
  const network = await loadNetwork();
  const sound = play(melody);
  const heard = listen(network, sound);
  console.log(`Played: ${melody.map(nameOf).join(" ")}`);
  console.log(`Heard:  ${heard.map(nameOf).join(" ")}`);
  tf.dispose(sound);
  network.dispose();
  return heard.map(nameOf);
}

if (import.meta.main) await main();
