/// <reference lib="dom" />
/** What the page shows of a source and of what the network makes of it. @module */
import type { Calibration } from "./calibration.ts";
import { byId } from "./input/controls.ts";
import { type Pixels, pixelsOf, sample, type Source } from "./input/source.ts";
import { Inside } from "./inside.ts";
import type { Network } from "./network/network.ts";
import { NewestReader, type Read } from "./reader.ts";
import {
  answerInWords,
  type AnswersView,
  createAnswers,
  rankingOf,
} from "./view/answers.ts";
import { describeNetwork, readsDigits } from "./view/network_words.ts";
import { drawPad } from "./view/pad.ts";
import { onThemeChange } from "./view/palette.ts";
import { Speed } from "./view/speed.ts";
import { createThumbnails } from "./view/thumbnails.ts";

/** Silence after a change before screen readers hear the answer. */
const quietMilliseconds = 600;

/** The page's state and its views. */
export class Screen {
  #source: Source = sample;
  #network: Network | undefined;
  #read: Read = { pixels: undefined, reading: undefined, since: 0 };
  #answers: AnswersView | undefined;
  #examples: readonly Pixels[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #later: ReturnType<typeof setTimeout> | undefined;
  readonly #ink = byId("ink") as HTMLCanvasElement;
  readonly #reader = new NewestReader({
    pixels: () => pixelsOf(this.#source),
    onRead: (read) => this.#showRead(read),
    onFail: () =>
      this.fail(
        "The network failed. Choose another backend below, or reload the page.",
      ),
  });
  readonly #inside = new Inside();
  readonly #speed = new Speed(byId("speed"));
  readonly #found = createThumbnails(byId("found"), (chosen) => {
    if (this.#source.kind === "picture") this.show({ ...this.#source, chosen });
  });
  readonly #offered = createThumbnails(byId("examples"), (index) => {
    this.show({ kind: "example", pixels: this.#examples[index] });
  });

  constructor() {
    onThemeChange(() => this.#redraw());
    matchMedia("(min-width: 60rem)")
      .addEventListener("change", () => this.#redraw());
    new ResizeObserver(() => drawPad(this.#ink, this.#source))
      .observe(this.#ink);
  }

  /** What the network reads. */
  get source(): Source {
    return this.#source;
  }

  /** Reads another source. */
  show(source: Source): void {
    const since = performance.now();
    const before = this.#source;
    this.#source = source;
    drawPad(this.#ink, source);
    this.#reader.changed(since);
    byId("message").hidden = true;
    byId("hint").hidden = false;
    if (source.kind === "drawing" && before.kind === "drawing") return;
    const isPicture = source.kind === "picture";
    const digits = isPicture ? source.digits : [];
    const isSame = isPicture && before.kind === "picture" &&
      before.digits === digits;
    if (!isSame) this.#found.fill(digits, (k) => `Digit ${k + 1}`);
    this.#found.choose(isPicture ? source.chosen : undefined);
    this.#offered.choose(
      source.kind === "example"
        ? this.#examples.indexOf(source.pixels)
        : undefined,
    );
  }

  /** Offers digits to choose from, unless the network reads something else. */
  offer(digits: readonly Pixels[], nameOf: (index: number) => string): void {
    if (this.#network && !readsDigits(this.#network)) return;
    this.#examples = digits;
    this.#offered.fill(digits, nameOf);
  }

  /** Tells something, to screen readers too. */
  say(words: string): void {
    clearTimeout(this.#timer);
    byId("status").textContent = words;
    byId("message").textContent = words;
    byId("message").hidden = false;
    byId("hint").hidden = true;
  }

  /** Says why there will be no answer. */
  fail(words: string): void {
    document.querySelector(".certainty")!.textContent = words;
    this.say(words);
  }

  /** The network's answer for each digit; none as long as it isn't loaded. */
  async answers(digits: readonly Pixels[]): Promise<string[]> {
    const network = this.#network;
    if (!network) return [];
    const answers: string[] = [];
    for (const pixels of digits) {
      const { probabilities } = await network.read(pixels);
      answers.push(network.info.classes[rankingOf(probabilities)[0]]);
    }
    return answers;
  }

  /** Until the next network comes, none reads. */
  pause(): void {
    this.#reader.network = undefined;
  }

  /** From now on, this network reads. */
  use(network: Network): void {
    this.#network?.dispose();
    this.#network = network;
    this.#reader.network = network;
    this.#inside.use(network);
    this.#speed.reset();
    this.#answers ??= createAnswers(byId("answers"), network.info.classes);
    describeNetwork(network);
    if (!readsDigits(network)) this.#offered.fill([], String);
    this.#reader.changed();
  }

  /** The ends of the colour scales. */
  calibrate(calibration: Calibration): void {
    this.#inside.calibrate(calibration);
    // From now on, the browser has compiled what it runs often
    this.#speed.reset();
    this.#reader.changed();
  }

  /** Shows the answer at once, and what is inside after it. */
  #showRead(read: Read): void {
    this.#read = read;
    this.#answers?.show(read.reading?.probabilities);
    // Kept once, for whoever observes; a list of all would grow for good
    performance.clearMeasures("stroke to answer");
    const { duration } = performance.measure("stroke to answer", {
      start: read.since,
    });
    this.#speed.answered(duration);
    this.#later ??= setTimeout(() => {
      this.#later = undefined;
      this.#inside.show(this.#read);
    });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      byId("status").textContent = answerInWords(
        this.#network!.info.classes,
        this.#read.reading?.probabilities,
      );
    }, quietMilliseconds);
  }

  #redraw(): void {
    drawPad(this.#ink, this.#source);
    this.#inside.redraw();
  }
}
