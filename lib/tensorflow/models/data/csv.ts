import { tf } from "../../tfjs.ts";
import { type CsvFormat, parseRecord } from "./csv_record.ts";

/** The lines of a file. */
type Lines = tf.data.Dataset<string>;

/** The members of TensorFlow.js's CSV datasets that are used here. */
interface CsvDataset extends CsvFormat {
  base: Lines;
  readonly fullColumnNames?: readonly string[] | null;
  iterator(): Promise<unknown>;
  maybeReadHeaderLine(): Promise<unknown>;
  parseRow(line: string, validateElementCount?: boolean): readonly string[];
}

/** Follows the last line: no string, and none that copying changes. */
const END = NaN;

/** Datasets whose lines are records already. */
const mended = new WeakSet<CsvDataset>();

/**
 * `tf.data.csv()` reads what spreadsheets write: quotes within quoted fields, line
 * breaks within them, a byte order mark, and empty lines, which hold no record.
 */
export function mendCsv(): void {
  const prototype = tf.data.CSVDataset.prototype as unknown as CsvDataset;
  const { iterator, maybeReadHeaderLine } = prototype;
  prototype.iterator = function (this: CsvDataset) {
    readRecords(this);
    return iterator.call(this);
  };
  prototype.maybeReadHeaderLine = function (this: CsvDataset) {
    readRecords(this);
    return maybeReadHeaderLine.call(this);
  };
  prototype.parseRow = function (this: CsvDataset, line, isChecked = true) {
    const { fields } = parseRecord(line, this);
    const names = this.fullColumnNames;
    if (!isChecked || !names || fields.length === names.length) return fields;
    throw new Error(
      `Cannot read the CSV file: each row must have ${names.length} fields (${
        names.join(", ")
      }): current row has ${fields.length}: ${line}`,
    );
  };
}

function readRecords(dataset: CsvDataset): void {
  if (mended.has(dataset)) return;
  mended.add(dataset);
  const { base } = dataset;
  dataset.base = Object.create(base, {
    iterator: {
      value: async () => {
        const lines = await base.iterator();
        const end: unknown = await tf.data.array([END]).iterator();
        return lines.concatenate(end as typeof lines)
          .map(joiner(dataset))
          .filter((record) => record !== undefined);
      },
    },
  });
}

/**
 * Turns lines into records; undefined until one is complete.
 *
 * @throws {Error} if the last one is not.
 */
function joiner(dataset: CsvDataset): (line: string) => string {
  let open: string | undefined;
  let isFirst = true;
  const join = (line: string): string | undefined => {
    if (typeof line !== "string") return requireClosed(open);
    const text = isFirst ? line.replace(/^\uFEFF/, "") : line;
    isFirst = false;
    const record = open === undefined ? text : `${open}\n${text}`;
    open = undefined;
    if (record === "" && dataset.fullColumnNames?.length !== 1) return;
    if (!record.includes('"') || !parseRecord(record, dataset).isOpen) {
      return record;
    }
    open = record;
  };
  return join as (line: string) => string;
}

function requireClosed(open: string | undefined): undefined {
  if (open === undefined) return;
  throw new Error(
    `Cannot read the CSV file: a field in quotes must end with a quote: it goes on to the end of the file: ${
      open.slice(0, 80)
    }`,
  );
}
