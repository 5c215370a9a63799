/** Prints its priority before and after it gives way. @module */
import { getPriority } from "node:os";
import { giveWay } from "../../lib/cli/priority.ts";

const before = getPriority(0);
giveWay();
console.log(JSON.stringify([before, getPriority(0)]));
