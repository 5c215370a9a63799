/// <reference lib="dom" />
/** The search box. @module */
import { loadScript } from "./load_script.ts";
import MiniSearch, { type SearchResult } from "minisearch";
import { indexOptions, type Section } from "./search_index.ts";

/** Set by search_index.js. */
declare const searchIndex: string;

type Found = SearchResult & Section;

/** Results that are shown. */
const most = 12;
/** Letters around the first word that was found. */
const before = 40;
const length = 160;

/** Adds the search box to the bar on top. Its index is loaded when it is first used. */
export function startSearch(root: string): void {
  const box = document.querySelector<HTMLElement>(".search")!;
  box.innerHTML = `<input type="search" aria-label="Search the course" ` +
    `aria-controls="results" placeholder="Search (press /)" ` +
    `autocomplete="off" spellcheck="false">` +
    `<div class="results" id="results" hidden>` +
    `<p role="status"></p><ul></ul></div>`;
  const input = box.querySelector("input")!;
  const results = box.querySelector<HTMLElement>(".results")!;
  const [status, list] = [box.querySelector("p")!, box.querySelector("ul")!];
  const index = async () => {
    await loadScript(`${root}assets/search_index.js`);
    return MiniSearch.loadJSON<Section>(searchIndex, indexOptions);
  };
  let loading: ReturnType<typeof index> | undefined;
  const search = async () => {
    const words = input.value.trim();
    if (words === "") return close();
    const found = (await (loading ??= index())).search(words) as Found[];
    if (input.value.trim() !== words) return;
    status.textContent = found.length === 0
      ? "Nothing found"
      : `${found.length} ${found.length === 1 ? "place" : "places"}`;
    list.replaceChildren(
      ...found.slice(0, most).map((each) => entry(each, root)),
    );
    results.hidden = false;
  };
  const close = () => void (results.hidden = true);
  input.addEventListener("input", () => void search());
  input.addEventListener("focus", () => void (loading ??= index()));
  input.addEventListener("click", () => void search());
  box.addEventListener("keydown", (event) => moveByKeys(event, input, close));
  document.addEventListener("click", (event) => {
    if (!box.contains(event.target as Node)) close();
  });
  box.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !box.contains(relatedTarget as Node)) close();
  });
  document.addEventListener("keydown", (event) => {
    const typing = (event.target as HTMLElement).matches(
      "input, textarea, select, [role=application]",
    );
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    input.focus();
  });
}

/** Arrows go through the results, Escape closes them. */
function moveByKeys(
  event: KeyboardEvent,
  input: HTMLInputElement,
  close: () => void,
): void {
  const stops = [
    input,
    ...event.currentTarget instanceof HTMLElement
      ? event.currentTarget.querySelectorAll("a")
      : [],
  ];
  const at = stops.indexOf(document.activeElement as HTMLInputElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step !== undefined) {
    event.preventDefault();
    stops.at((at + step) % stops.length)!.focus();
  } else if (event.key === "Enter" && at === 0 && stops.length > 1) {
    stops[1].click();
  } else if (event.key === "Escape") {
    input.focus();
    close();
  }
}

function entry(found: Found, root: string): HTMLLIElement {
  const link = document.createElement("a");
  link.href = root + found.page;
  const title = document.createElement("b");
  title.textContent = found.heading === "" ? found.title : found.heading;
  const place = document.createElement("span");
  place.textContent = found.heading === "" ? "" : found.title;
  const text = document.createElement("span");
  text.append(...excerpt(found.text, found.terms));
  link.append(title, place, text);
  const item = document.createElement("li");
  item.append(link);
  return item;
}

/** A piece of the text with what was found in it. */
function excerpt(text: string, terms: readonly string[]): (string | Node)[] {
  const escaped = terms.map((term) => term.replaceAll(/\W/g, "\\$&"));
  const pattern = new RegExp(`(${escaped.join("|")})`, "i");
  const at = Math.max(0, text.search(pattern) - before);
  const piece = text.slice(at, at + length);
  const parts = piece.split(new RegExp(pattern, "gi")).map((part, index) => {
    if (index % 2 === 0) return part;
    const mark = document.createElement("mark");
    mark.textContent = part;
    return mark;
  });
  return [at > 0 ? "… " : "", ...parts, at + length < text.length ? " …" : ""];
}
