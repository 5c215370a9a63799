/// <reference lib="dom" />
/** Scripts that a page loads when it needs them. @module */

const scripts = new Map<string, Promise<void>>();

/** Loads a script, once. Unlike `fetch`, it works on pages opened from a disk too. */
export function loadScript(source: string): Promise<void> {
  let loaded = scripts.get(source);
  if (!loaded) {
    loaded = new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = source;
      script.onload = () => resolve();
      script.onerror = () => reject(new Error(`Cannot load ${source}`));
      document.head.append(script);
    });
    scripts.set(source, loaded);
  }
  return loaded;
}
