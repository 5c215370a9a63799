import type { Figure } from "../../lib/plots/mod.ts";

/** The fields of a trace that the tests look at. */
export interface Trace {
  name: string;
  x: (number | string)[];
  y: (number | string)[];
  yaxis: string;
  z: (number | null)[][];
  zmin: number;
  zmax: number;
  showscale: boolean;
  text: string[];
  line: { color: string; dash: string };
  mode: string;
  error_x: { array: number[]; arrayminus: number[] };
  error_y: { array: number[]; arrayminus: number[] };
}

/** A figure's traces without plotly's union of forty types. */
export function traces(figure: Figure): Trace[] {
  return figure.data as unknown as Trace[];
}
