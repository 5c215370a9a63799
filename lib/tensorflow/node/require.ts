/**
 * Has npm packages find this engine: a `require("@tensorflow/tfjs-node")` inside of
 * them returns our namespace, and TensorFlow.js's own packages are the copy that the
 * engine uses.
 *
 * @module
 */
import Module, { createRequire } from "node:module";
import { mainFile } from "../core.ts";
import { tf } from "../tfjs.ts";
import * as namespace from "./namespace.ts";

type Load = (request: string, parent: unknown, isMain: boolean) => unknown;

/** Node's member, which its types leave out. */
const loader = Module as unknown as { _load: Load };

/**
 * A package's name, or the path of its main file: Deno loads a package that an ES
 * module imports by that.
 */
const NODE =
  /^(?:.*[/\\]node_modules[/\\])?@tensorflow[/\\]tfjs-node(?:-gpu)?(?:[/\\]dist[/\\]index\.js)?$/;

const TFJS = /^@tensorflow\/tfjs(?:-core|-layers|-converter|-data)?$/;

let replaced = false;

/** Answers to `require()` from now on. */
export function answerRequire(): void {
  if (replaced) return;
  replaced = true;
  const exported = Object.assign(
    Object.defineProperty({}, "__esModule", { value: true }),
    namespace,
  );
  const ours = createRequire(mainFile(tf));
  const stock = loader._load;
  loader._load = (request, parent, isMain) => {
    if (NODE.test(request)) return exported;
    if (TFJS.test(request)) {
      return stock.call(Module, ours.resolve(request), parent, isMain);
    }
    return stock.call(Module, request, parent, isMain);
  };
}
