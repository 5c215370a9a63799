import { assertEquals } from "@std/assert";
import {
  formatInterval,
  formatMeter,
  ProgressBar,
  SmoothedRate,
} from "../../lib/terminal/progress_bar.ts";

const description = "loss=0.0018307261634618044 batch_id=1874";

// The expected lines are what tqdm 4.67.1's format_meter() returns.

Deno.test("formatMeter() gives tqdm's line to the letter", () => {
  assertEquals(
    formatMeter({ description, done: 1875, total: 1875, elapsed: 29.2 }),
    "loss=0.0018307261634618044 batch_id=1874: 100%|██████████| 1875/1875 [00:29<00:00, 64.21it/s]",
  );
});

Deno.test("formatMeter() knows no rate before the first iteration", () => {
  assertEquals(
    formatMeter({ description, done: 0, total: 1875, elapsed: 0 }),
    "loss=0.0018307261634618044 batch_id=1874:   0%|          | 0/1875 [00:00<?, ?it/s]",
  );
});

Deno.test("formatMeter() fills the terminal by eighths of a column", () => {
  assertEquals(
    formatMeter({
      description: "",
      done: 10,
      total: 100,
      elapsed: 1,
      rate: 12.345,
      columns: 50,
    }),
    " 10%|█▏          | 10/100 [00:01<00:07, 12.35it/s]",
  );
  assertEquals(
    formatMeter({
      description,
      done: 5,
      total: 200,
      elapsed: 0.05,
      columns: 100,
    }),
    "loss=0.0018307261634618044 batch_id=1874:   2%|▌                   | 5/200 [00:00<00:01, 100.00it/s]",
  );
});

Deno.test("formatMeter() cuts a line that is wider than the terminal", () => {
  assertEquals(
    formatMeter({
      description,
      done: 1000,
      total: 4000,
      elapsed: 3700.5,
      columns: 70,
    }),
    "loss=0.0018307261634618044 batch_id=1874:  25%|▎| 1000/4000 [1:01:40<3",
  );
});

Deno.test("formatMeter() shows seconds per iteration below one a second", () => {
  assertEquals(
    formatMeter({ description: "", done: 4, total: 10, elapsed: 10 }),
    " 40%|████      | 4/10 [00:10<00:15,  2.50s/it]",
  );
});

Deno.test("formatInterval() shows hours only from one on", () => {
  assertEquals(formatInterval(59.9), "00:59");
  assertEquals(formatInterval(3599), "59:59");
  assertEquals(formatInterval(3600), "1:00:00");
  assertEquals(formatInterval(360_061), "100:01:01");
});

Deno.test("SmoothedRate weighs the last updates most, without bias at the start", () => {
  const rate = new SmoothedRate();
  assertEquals(rate.value, undefined);
  rate.update(10, 1);
  assertEquals(rate.value, 10);
  rate.update(20, 1);
  // (0.7·0.3·10 + 0.3·20) / (0.7·0.3·1 + 0.3·1)
  assertEquals(Math.round(rate.value! * 1e6), Math.round(8.1 / 0.51 * 1e6));
});

interface Recorded {
  texts: string[];
  clock: { time: number };
  bar: ProgressBar;
}

function recordedBar(live: boolean, total: number): Recorded {
  const texts: string[] = [];
  const clock = { time: 0 };
  const target = {
    live,
    columns: () => 60,
    write: (text: string) => void texts.push(text),
  };
  return {
    texts,
    clock,
    bar: new ProgressBar(total, target, () => clock.time),
  };
}

Deno.test("ProgressBar draws at most ten times a second on a terminal", () => {
  const { texts, clock, bar } = recordedBar(true, 1000);
  for (let done = 1; done <= 1000; done++) {
    clock.time = done / 1000;
    bar.update(done, `batch_id=${done - 1}`);
  }
  assertEquals(texts.length <= 10, true);
  bar.close();
  assertEquals(
    texts.slice(-2),
    [
      "\rbatch_id=999: 100%|███| 1000/1000 [00:01<00:00, 1000.00it/s]",
      "\n",
    ],
  );
});

Deno.test("ProgressBar overwrites the whole of a longer line", () => {
  const { texts, clock, bar } = recordedBar(true, 10);
  clock.time = 1;
  bar.update(1, "x".repeat(60));
  clock.time = 2;
  bar.update(2, "y");
  assertEquals(texts.map((text) => text.length), [61, 61]);
});

Deno.test("ProgressBar writes one line if it can't overwrite it", () => {
  const { texts, clock, bar } = recordedBar(false, 4);
  for (let done = 1; done <= 4; done++) {
    clock.time = done;
    bar.update(done, "loss=0.5 batch_id=3");
  }
  bar.close();
  assertEquals(
    texts.join(""),
    "loss=0.5 batch_id=3: 100%|██████████| 4/4 [00:04<00:00,  1.00it/s]\n",
  );
});

Deno.test("ProgressBar.abandon() ends the line only if one is drawn", () => {
  const { texts, clock, bar } = recordedBar(true, 10);
  bar.abandon();
  assertEquals(texts, []);
  clock.time = 1;
  bar.update(1, "y");
  bar.abandon();
  assertEquals(texts.at(-1), "\n");
});
