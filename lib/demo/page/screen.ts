/// <reference lib="dom" />
/** What the page shows of a source and of what the network makes of it. @module */
import { type Calibration, high } from "./calibration.ts";
import { byId } from "./input/controls.ts";
import { type Pixels, pixelsOf, sample, type Source } from "./input/source.ts";
import type { Network } from "./network/network.ts";
import { strongestInputs, strongestUnit, unitSum } from "./network/unit.ts";
import { NewestReader, type Read } from "./reader.ts";
import {
  answerInWords,
  type AnswersView,
  createAnswers,
} from "./view/answers.ts";
import { Evidence } from "./view/evidence.ts";
import { type ChosenUnit, createMaps, type MapsView } from "./view/maps.ts";
import { drawPad } from "./view/pad.ts";
import { onThemeChange } from "./view/palette.ts";
import { Speed } from "./view/speed.ts";
import { createThumbnails } from "./view/thumbnails.ts";
import { createUnitPanel, type UnitPanel } from "./view/unit_panel.ts";

/** Silence after a change before screen readers hear the answer. */
const quietMilliseconds = 600;

/** The page's state and its views. */
export class Screen {
  #source: Source = sample;
  #network: Network | undefined;
  #read: Read = { pixels: undefined, reading: undefined, since: 0 };
  #calibration: Calibration | undefined;
  #unit: ChosenUnit = { stage: 0, channel: 0, row: 13, column: 13 };
  #from = 0;
  #views: { answers: AnswersView; maps: MapsView; unit: UnitPanel } | undefined;
  #examples: readonly Pixels[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #later: ReturnType<typeof setTimeout> | undefined;
  readonly #ink = byId("ink") as HTMLCanvasElement;
  readonly #reader = new NewestReader({
    pixels: () => pixelsOf(this.#source),
    onRead: (read) => this.#showRead(read),
  });
  readonly #evidence = new Evidence();
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

  /** Offers digits to choose from. */
  offer(digits: readonly Pixels[], nameOf: (index: number) => string): void {
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

  /** From now on, this network reads. */
  async use(network: Network): Promise<void> {
    const { classes } = network.info;
    this.#network?.dispose();
    this.#network = network;
    this.#reader.network = network;
    this.#evidence.use(network);
    this.#speed.reset();
    if (!this.#views) {
      byId("size").textContent = ` with ${
        network.parameters.toLocaleString("en")
      } parameters`;
      const { trainedOn, epoch } = network.info;
      byId("trained").textContent =
        `Trained on ${trainedOn} in ${epoch} epochs.`;
      if (classes.join("") !== "0123456789") askFor(classes);
      this.#views = {
        answers: createAnswers(byId("answers"), classes),
        maps: createMaps(
          byId("stages"),
          network.stages,
          (unit) => this.#choose(unit),
        ),
        unit: createUnitPanel(byId("unit"), {
          stages: network.stages,
          classes,
          onChoose: (unit) => this.#choose(unit),
          onFrom: (from) => this.#chooseFrom(from),
        }),
      };
      const pixels = pixelsOf(this.#source);
      if (pixels) {
        const { outputs } = await network.read(pixels);
        const unit = strongestUnit(network.stages[0], outputs[0]);
        this.#unit = { stage: 0, ...unit };
      }
    }
    this.#reader.changed();
  }

  /** The ends of the colour scales. */
  calibrate(calibration: Calibration): void {
    this.#calibration = calibration;
    this.#evidence.hottest = calibration.hottest;
    // From now on, the browser has compiled what it runs often
    this.#speed.reset();
    this.#reader.changed();
  }

  /** Shows the answer at once, and what is inside after it. */
  #showRead(read: Read): void {
    this.#read = read;
    this.#views?.answers.show(read.reading?.probabilities);
    // Kept once, for whoever observes; a list of all would grow for good
    performance.clearMeasures("stroke to answer");
    const { duration } = performance.measure("stroke to answer", {
      start: read.since,
    });
    this.#speed.answered(duration);
    this.#later ??= setTimeout(() => {
      this.#later = undefined;
      this.#showInside();
    });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      byId("status").textContent = answerInWords(
        this.#network!.info.classes,
        this.#read.reading?.probabilities,
      );
    }, quietMilliseconds);
  }

  #showInside(): void {
    const outputs = this.#read.reading?.outputs;
    const highs = this.#calibration?.highs ?? outputs?.map(high) ?? [];
    this.#views?.maps.show(outputs, highs);
    this.#showUnit();
    this.#evidence.show(this.#read);
  }

  #showUnit(): void {
    const { stages } = this.#network!;
    const { stage, channel, row, column } = this.#unit;
    const { reading } = this.#read;
    const { output } = stages[stage];
    const at = (row * output.columns + column) * output.channels + channel;
    this.#views?.maps.mark(this.#unit, this.#from);
    this.#evidence.mark(stage === 0 ? stages[0] : undefined, this.#unit);
    this.#views?.unit.show(
      this.#unit,
      this.#from,
      reading?.inputs[stage],
      reading?.outputs[stage][at],
    );
  }

  #choose(unit: ChosenUnit): void {
    const input = this.#read.reading?.inputs[unit.stage];
    const stage = this.#network!.stages[unit.stage];
    if (unit.stage !== this.#unit.stage) {
      this.#from = input
        ? strongestInputs(unitSum(stage, input, unit), 1)[0]
        : 0;
    }
    this.#unit = unit;
    this.#showUnit();
  }

  #chooseFrom(from: number): void {
    this.#from = from;
    this.#showUnit();
  }

  #redraw(): void {
    drawPad(this.#ink, this.#source);
    if (!this.#network) return;
    this.#showInside();
  }
}

/** Names the classes of a network that reads something else than digits. */
function askFor(classes: readonly string[]): void {
  const heading = `Draw ${
    new Intl.ListFormat("en", { type: "disjunction" })
      .format(classes)
  }`;
  document.title = heading;
  const title = document.querySelector<HTMLElement>("h1")!;
  title.textContent = heading;
  title.classList.add("long");
  byId("examples").hidden = true;
}
