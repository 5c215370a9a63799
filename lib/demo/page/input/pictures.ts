/// <reference lib="dom" />
/** Pictures that are dropped, pasted, chosen or taken. @module */
import type { FindAnswer, FindRequest } from "./messages.ts";

/** Looks for digits in pictures, one after the other. */
export class PictureReader {
  readonly #url: string;
  #worker: Worker | undefined;
  #count = 0;

  /** @param url Of the worker's script. */
  constructor(url: string) {
    this.#url = url;
  }

  /** Starts the worker when the first picture comes. */
  async find(picture: Blob | ImageBitmap): Promise<FindAnswer> {
    const worker = this.#worker ??= new Worker(this.#url, { type: "module" });
    const id = ++this.#count;
    const answer = new Promise<FindAnswer>((resolve, reject) => {
      const end = new AbortController();
      const { signal } = end;
      worker.addEventListener("message", ({ data }) => {
        if (data.id !== id) return;
        end.abort();
        resolve(data);
      }, { signal });
      worker.addEventListener("error", () => {
        end.abort();
        reject(new Error("The worker could not be loaded"));
      }, { signal });
    });
    const request: FindRequest = { id, picture };
    worker.postMessage(request, picture instanceof Blob ? [] : [picture]);
    return await answer;
  }
}

/** Calls back for pictures that are dropped on the page or pasted into it. */
export function onPicture(use: (picture: Blob) => void): void {
  const first = (transfer: DataTransfer | null) =>
    Array.from(transfer?.files ?? [])
      .find(({ type }) => type.startsWith("image/"));
  let depth = 0;
  const dragging = (change: number) => {
    depth = Math.max(0, depth + change);
    document.body.classList.toggle("dropping", depth > 0);
  };
  const hasFiles = ({ dataTransfer }: DragEvent) =>
    dataTransfer?.types.includes("Files");
  addEventListener("dragenter", (event) => {
    if (hasFiles(event)) dragging(1);
  });
  addEventListener("dragleave", (event) => {
    if (hasFiles(event)) dragging(-1);
  });
  addEventListener("dragover", (event) => {
    if (hasFiles(event)) event.preventDefault();
  });
  addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    dragging(-depth);
    const picture = first(event.dataTransfer);
    if (picture) use(picture);
  });
  addEventListener("paste", ({ clipboardData }) => {
    const picture = first(clipboardData);
    if (picture) use(picture);
  });
}

/**
 * Lets the reader take a picture with the camera.
 *
 * @param dialog Holds a video, and buttons "take" and "close".
 * @returns Undefined if the reader closes the dialog.
 * @throws {DOMException} if there is no camera, or it may not be used.
 */
export async function takePicture(
  dialog: HTMLDialogElement,
): Promise<ImageBitmap | undefined> {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: "environment", width: { ideal: 1280 } },
  });
  try {
    const video = dialog.querySelector("video")!;
    video.srcObject = stream;
    await video.play();
    dialog.returnValue = "";
    dialog.showModal();
    await new Promise((resolve) =>
      dialog.addEventListener("close", resolve, { once: true })
    );
    return dialog.returnValue === "take"
      ? await createImageBitmap(video)
      : undefined;
  } finally {
    stream.getTracks().forEach((track) => track.stop());
  }
}
