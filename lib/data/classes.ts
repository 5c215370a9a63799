import * as v from "valibot";
import { line } from "../files/json.ts";
import { MAXIMUM_CLASSES } from "./digits.ts";

/** The names of classes in JSON: different lines of text. */
export const classesSchema = v.pipe(
  v.array(v.pipe(line, v.minLength(1), v.maxLength(300))),
  v.minLength(2),
  v.maxLength(MAXIMUM_CLASSES),
  v.check(
    (names) => new Set(names).size === names.length,
    "must be different names",
  ),
);
