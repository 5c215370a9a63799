/**
 * Tomorrow's temperature from the last two weeks, by a GRU: a recurrent layer that
 * reads a series day by day. It has to beat the simplest forecast, "as today".
 *
 *     deno run -A examples/forecast.ts
 *
 * @module
 */
import { init, setRandomSeed, tf } from "../mod.ts";

/** Days that the network looks back. */
export const WINDOW = 14;

/** A made-up town: seasons, spells of weather that last days, and chance. */
export function temperatures(days: number): tf.Tensor1D {
  return tf.tidy(() => {
    const day = tf.range(0, days);
    const season = day.mul(2 * Math.PI / 365).sin().mul(10).add(9);
    const spell = day.mul(2 * Math.PI / 9).sin().mul(3)
      .add(day.mul(2 * Math.PI / 5.3).cos().mul(2));
    return season.add(spell).add(
      tf.randomNormal([days], 0, 0.7),
    ) as tf.Tensor1D;
  });
}

/** Each window of days [n, WINDOW, 1], and the day that follows it [n, 1]. */
export function windows(series: tf.Tensor1D): [x: tf.Tensor3D, y: tf.Tensor2D] {
  return tf.tidy(() => {
    const count = series.shape[0] - WINDOW;
    const days = tf.range(0, count, 1, "int32").expandDims(1)
      .add(tf.range(0, WINDOW, 1, "int32"));
    return [
      tf.gather(series, days as tf.Tensor2D).expandDims(2) as tf.Tensor3D,
      series.slice(WINDOW).expandDims(1) as tf.Tensor2D,
    ];
  });
}

/** A GRU of 32 units, and one number made of what it remembers. */
export function createModel(): tf.Sequential {
  const model = tf.sequential({
    layers: [
      tf.layers.gru({ units: 32, inputShape: [WINDOW, 1] }),
      tf.layers.dense({ units: 1 }),
    ],
  });
  model.compile({
    optimizer: tf.train.adam(0.01),
    loss: "meanSquaredError",
    metrics: ["mae"],
  });
  return model;
}

/** The whole lesson; its result is the error next to that of "as today". */
export async function main(
  { years = 6, epochs = 12 } = {},
): Promise<{ ours: number; naive: number }> {
  await init();
  setRandomSeed(3);
  const series = temperatures(365 * years);
  const scaled = series.sub(9).div(10) as tf.Tensor1D;

  // The last year is for the test
  const start = 365 * (years - 1);
  const [x, y] = windows(scaled.slice(0, start));
  const [testX, testY] = windows(scaled.slice(start - WINDOW));

  const model = createModel();
  await model.fit(x, y, {
    epochs,
    batchSize: 32,
    verbose: 0,
    callbacks: {
      onEpochEnd: (epoch, logs) => {
        if (epoch % 4 > 0) return;
        const off = (10 * logs!.mae).toFixed(2);
        console.log(`Epoch ${epoch + 1}: off by ${off} °C`);
      },
    },
  });

  const errors = tf.tidy(() => {
    const forecast = model.predict(testX) as tf.Tensor2D;
    const today = testX.slice([0, WINDOW - 1, 0]).squeeze([2]);
    return [forecast, today].map((each) =>
      10 * each.sub(testY).abs().mean().dataSync()[0]
    );
  });
  const [ours, naive] = errors;
  console.log(
    `In the year it has not seen, the GRU is off by ${
      ours.toFixed(2)
    } °C, "as today" by ${naive.toFixed(2)} °C`,
  );
  return { ours, naive };
}

if (import.meta.main) await main();
