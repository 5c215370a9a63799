/// <reference lib="dom" />
/**
 * What all widgets have in common: a card with the picture on top and controls
 * below, redrawn when its width changes.
 *
 * @module
 */
import type { Drawing } from "../drawings/svg.ts";
import { style } from "./style.ts";

/** Silence after a change before screen readers hear of it, so that dragging a slider doesn't chatter. */
const quietMilliseconds = 500;

/** The width of the picture where there is room. In CSS pixels. */
const widest = 720;

/**
 * A custom element that shows a picture and controls in place of its content.
 *
 * The content stays where no scripts run. The data is JSON in the attribute
 * `data`, because a page's parser announces an element before its content.
 */
export abstract class WidgetElement<Data> extends HTMLElement {
  readonly #picture = element("div", { class: "picture", role: "img" });
  readonly #frame = element("div", { class: "frame" }, this.#picture);
  readonly #status = element("p", { class: "hidden", role: "status" });
  readonly #observer = new ResizeObserver(() => this.#draw());
  #timer: ReturnType<typeof setTimeout> | undefined;
  #width = 0;
  #started = false;

  /**
   * Prepares the state and returns the controls, which stand below the picture, or
   * around it if `frame` is among them. Called once.
   */
  protected abstract start(
    data: Data,
  ): readonly HTMLElement[] | Promise<readonly HTMLElement[]>;

  /** Draws the state. */
  protected abstract drawing(width: number): Drawing;

  /** What lies on the picture: handles, for example. */
  protected get frame(): HTMLElement {
    return this.#frame;
  }

  /** Called by the page. */
  async connectedCallback(): Promise<void> {
    if (!this.#started) {
      this.#started = true;
      const controls = await this.start(
        JSON.parse(this.getAttribute("data")!),
      );
      const root = this.attachShadow({ mode: "open" });
      const card = element(
        "div",
        { class: "card" },
        ...controls.includes(this.#frame)
          ? controls
          : [this.#frame, ...controls],
        this.#status,
      );
      root.append(element("style", {}, style), card);
      card.addEventListener("keydown", keepFromPage);
    }
    if (this.isConnected) this.#observer.observe(this.#frame);
  }

  /** Called by the page. */
  disconnectedCallback(): void {
    this.#observer.disconnect();
    clearTimeout(this.#timer);
  }

  /** Draws the state anew, and says it to screen readers when it has settled. */
  protected changed(): void {
    this.#width = 0;
    this.#draw();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#status.textContent = this.#picture.ariaLabel;
    }, quietMilliseconds);
  }

  #draw(): void {
    const width = Math.min(widest, Math.floor(this.#frame.clientWidth));
    if (width === 0 || width === this.#width) return;
    this.#width = width;
    const { svg, alt } = this.drawing(width);
    this.#picture.innerHTML = svg;
    this.#picture.ariaLabel = alt;
  }
}

/**
 * Keeps arrows, letters and digits typed here from JupyterLab, which deletes a cell
 * by "dd". Shift+Enter, Escape and shortcuts with Ctrl still reach it, except those
 * that edit a number: JupyterLab doesn't see the focus move within a widget, and
 * would select all cells by Ctrl+A.
 */
function keepFromPage(event: KeyboardEvent): void {
  const forPage = event.ctrlKey || event.metaKey || event.altKey ||
    event.key === "Escape" || (event.shiftKey && event.key === "Enter");
  if (!forPage || editsNumber(event)) event.stopPropagation();
}

/** Select all, copy, cut, paste or undo in a number field. */
function editsNumber(event: KeyboardEvent): boolean {
  const { target } = event;
  return target instanceof HTMLInputElement && target.type === "number" &&
    (event.ctrlKey || event.metaKey) && /^[acvxyz]$/.test(event.key);
}

/** Creates an element with attributes and content. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string | number>>,
  ...content: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const created = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    created.setAttribute(key, String(value));
  }
  created.append(...content);
  return created;
}

/** Options of {@linkcode slider}. */
export interface SliderOptions {
  /** In view, before the slider. */
  readonly label: string;
  readonly min: number;
  readonly max: number;
  /** Default: 1. */
  readonly step?: number;
  readonly value: number;
  /** The value as screen readers say it, and as it stands behind the slider. */
  readonly format: (value: number) => string;
  readonly onInput: (value: number) => void;
}

/** A labelled slider with its value in words. */
export function slider(options: SliderOptions): HTMLElement {
  const { label, min, max, step = 1, value, format, onInput } = options;
  const input = element("input", { type: "range", min, max, step, value });
  const shown = element("span", { class: "value", "aria-hidden": "true" });
  const show = () => {
    shown.textContent = format(input.valueAsNumber);
    input.setAttribute("aria-valuetext", shown.textContent);
  };
  show();
  input.addEventListener("input", () => {
    show();
    onInput(input.valueAsNumber);
  });
  return element(
    "label",
    { class: "slider" },
    element("span", {}, label),
    input,
    shown,
  );
}
