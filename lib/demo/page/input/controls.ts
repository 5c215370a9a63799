/// <reference lib="dom" />
/** The pad, its buttons, and the ways to bring a picture. @module */
import {
  createDrawingPad,
  type DrawingChange,
} from "../../../widgets/elements/drawing_pad.ts";
import { clear, emptyDrawing, undo } from "../../../widgets/pad/drawing.ts";
import { onPicture, PictureReader, takePicture } from "./pictures.ts";
import type { Pixels, Source } from "./source.ts";

/** Options of {@linkcode connectControls}. */
export interface ControlOptions {
  /** Of the worker that looks into pictures. */
  readonly pictureWorker: string;
  readonly current: () => Source;
  readonly onChange: (source: Source) => void;
  /** The answer for each digit; none while there is no network. */
  readonly read: (digits: readonly Pixels[]) => Promise<readonly string[]>;
  /** Something to tell, a sentence. */
  readonly onMessage: (words: string) => void;
}

/** Makes pad and buttons change the source. */
export function connectControls(options: ControlOptions): void {
  const edit = (change: DrawingChange) => {
    const now = options.current();
    const isOwn = now.kind === "drawing" && !now.isSample;
    const drawing = change(isOwn ? now.drawing : emptyDrawing);
    options.onChange({ kind: "drawing", drawing });
  };
  byId("pad").append(createDrawingPad(edit));
  byId("undo").addEventListener("click", () => edit(undo));
  byId("clear").addEventListener("click", () => edit(clear));
  connectPictures(options);
}

function connectPictures(
  { pictureWorker, onChange, read, onMessage }: ControlOptions,
): void {
  const reader = new PictureReader(pictureWorker);
  let newest = 0;
  const use = async (picture: Blob | ImageBitmap) => {
    const mine = ++newest;
    onMessage("Looking for digits in your picture …");
    try {
      const answer = await reader.find(picture);
      if (mine !== newest) return;
      if (answer.kind === "failed") return onMessage(answer.reason);
      const { preview, digits, boxes } = answer;
      onChange({ kind: "picture", preview, digits, boxes, chosen: 0 });
      const answers = await read(digits);
      if (mine !== newest) return;
      onMessage(foundInWords(digits.length, answers));
    } catch {
      onMessage("The picture could not be read.");
    }
  };
  onPicture(use);
  const files = byId("files") as HTMLInputElement;
  byId("file").addEventListener("click", () => files.click());
  files.addEventListener("change", () => {
    const [file] = files.files ?? [];
    if (file) void use(file);
    files.value = "";
  });
  const camera = byId("camera");
  camera.hidden = navigator.mediaDevices?.getUserMedia === undefined;
  camera.addEventListener("click", async () => {
    try {
      const dialog = byId("camera-dialog") as HTMLDialogElement;
      const picture = await takePicture(dialog);
      if (picture) await use(picture);
    } catch {
      onMessage(
        "The camera can’t be used: there is none, or it isn’t allowed.",
      );
    }
  });
}

function foundInWords(count: number, answers: readonly string[]): string {
  if (count === 0) {
    return "No digit stands out in this picture. Dark strokes on plain, evenly lit paper work best.";
  }
  const found = count === 1 ? "a digit" : `${count} digits`;
  const read = answers.length === 0 ? "" : `: ${answers.join(" ")}`;
  return `Found ${found} in your picture${read}.`;
}

/** An element of the page. */
export function byId(id: string): HTMLElement {
  return document.getElementById(id)!;
}
