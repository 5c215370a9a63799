/** The 2-2-2 network's units and connections, and where they lie. @module */

/** Centre of each unit, `[x, y]`: three layers from left to right, unit 1 on top. */
export const centres = {
  i1: [0, 1],
  i2: [0, 0],
  h1: [1.5, 1],
  h2: [1.5, 0],
  o1: [3, 1],
  o2: [3, 0],
} as const;

/** Name of a unit. */
export type Unit = keyof typeof centres;
/** A connection: its weight, and the units that it leads from and to. */
export type Edge = readonly [
  weight: `w${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`,
  from: Unit,
  to: Unit,
];

/** The eight connections. */
export const edges: readonly Edge[] = [
  ["w1", "i1", "h1"],
  ["w2", "i2", "h1"],
  ["w3", "i1", "h2"],
  ["w4", "i2", "h2"],
  ["w5", "h1", "o1"],
  ["w6", "h2", "o1"],
  ["w7", "h1", "o2"],
  ["w8", "h2", "o2"],
];

/** Radius of a unit's circle, in CSS pixels. */
export const radius = 34;
