/** Checks the answers to the notebooks' exercises. @module */
export { check, type Exercise } from "./check.ts";
