/**
 * What a picture would be without its ink: paper in its light and shadow.
 *
 * As in B. Gatos, I. Pratikakis, S. J. Perantonis, "Adaptive degraded document image
 * binarization", Pattern Recognition 39 (3), 2006: the ground is estimated from the
 * pixels that are not ink and continued under the ink; then ink is what differs from it.
 * Where they find the first ink with Sauvola's threshold, here it is what a morphological
 * closing fills.
 *
 * @module
 */
import { closing, dilate } from "./closing.ts";
import { isInkLight, LEAST_DIFFERENCE } from "./light_ink.ts";
import { blur, mapPlane, type Plane, resize, shrink } from "./plane.ts";
import { medianDeviation, quantile, sample } from "./quantile.ts";

/** The grid on which the ground is estimated has this many cells on its longer side. */
const CELLS = 96;

/** The finer grid for the edges of shadows. */
const EDGE_CELLS = 256;

/** Darker ground than this share of the lightest does not make ink count for more. */
const DARKEST = 0.5;

/** Half of the window, as a share of the longer side: ink is narrower than twice this. */
const REACH = 0.15;

/**
 * How much each pixel differs from the ground towards the ink, and which way that is.
 */
export interface Contrast {
  /**
   * About 0 on the ground. Dark ink on light ground: the share of light that it takes
   * away. Light ink on dark ground: the light that it adds, 1 for 255 grey levels.
   */
  readonly contrast: Plane;
  /** Whether the ink is lighter than the ground. */
  readonly light: boolean;
}

/**
 * Removes the ground: leaves how much each pixel differs from it.
 *
 * @param picture Grey levels, 0 black, 255 white
 */
export function removeGround(picture: Plane): Contrast {
  const longer = Math.max(picture.rows, picture.columns);
  const cells = shrink(picture, Math.ceil(longer / CELLS));
  const inverse = negative(cells);
  const closings = [closeInk(cells), closeInk(inverse)] as const;
  const light = isInkLight([cells, inverse], closings);
  const [coarse, closed, dark] = light
    ? [inverse, closings[1], negative(picture)]
    : [cells, closings[0], picture];
  const smooth = resize(
    groundUnderInk(coarse, closed),
    picture.rows,
    picture.columns,
  );
  const ground = withEdges(smooth, dark);
  const most = sample(ground.values, 20_000).reduce((a, b) => Math.max(a, b));
  const least = light ? 255 : Math.max(32, DARKEST * most);
  return {
    light,
    contrast: mapPlane(dark, (value, at) => {
      const under = ground.values[at];
      return (under - value) / Math.max(least, under);
    }),
  };
}

function negative(picture: Plane): Plane {
  return mapPlane(picture, (value) => 255 - value);
}

/** A closing that fills all dark ink. */
function closeInk(plane: Plane): Plane {
  const longer = Math.max(plane.rows, plane.columns);
  return closing(plane, Math.max(1, Math.round(REACH * longer)));
}

/**
 * The ground with the sharp edges of shadows, which the grid's cells smear: a closing of
 * the pixels themselves has them.
 *
 * @param smooth The ground without them
 * @param picture With dark ink
 */
function withEdges(smooth: Plane, picture: Plane): Plane {
  const longer = Math.max(picture.rows, picture.columns);
  const small = shrink(picture, Math.max(1, Math.round(longer / EDGE_CELLS)));
  const fine = closeInk(blur(small, 0.7));
  const closed = resize(fine, picture.rows, picture.columns);
  // A closing keeps to the grain's lightest pixels
  const difference = sample(closed.values, 20_000);
  const beside = sample(smooth.values, 20_000);
  difference.forEach((value, at) => difference[at] = value - beside[at]);
  const lift = quantile(difference, 0.5);
  return mapPlane(
    smooth,
    (value, at) => Math.min(value, closed.values[at] - lift),
  );
}

/** The ground of dark ink: means of what is not ink, continued where there is ink. */
function groundUnderInk(cells: Plane, closed: Plane): Plane {
  const difference = mapPlane(closed, (value, at) => value - cells.values[at]);
  const middle = quantile(difference.values, 0.5);
  const deviation = medianDeviation(difference.values, middle);
  const limit = middle + Math.max(LEAST_DIFFERENCE, 4 * deviation);
  const ink = dilate(mapPlane(difference, (value) => value > limit ? 1 : 0), 1);
  const bare = mapPlane(ink, (value) => 1 - value);
  const lit = mapPlane(cells, (value, at) => value * bare.values[at]);
  // Coarser means fill what finer ones leave open
  let ground = closed;
  for (const reach of [16, 8, 4, 2, 1.2]) {
    const shares = blur(bare, reach);
    const sums = blur(lit, reach);
    ground = mapPlane(ground, (value, at) => {
      const share = Math.min(1, shares.values[at] / 0.25);
      if (share < 0.01) return value;
      const mean = sums.values[at] / shares.values[at];
      return share * mean + (1 - share) * value;
    });
  }
  return ground;
}
