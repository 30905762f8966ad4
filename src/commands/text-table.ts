/** Columns as Docker's command line aligns them: its own copy of Go's text/tabwriter, which counts columns of the screen. */
import { eastAsianWidth } from 'get-east-asian-width';

/** Columns of the screen that a text takes: Chinese and Japanese letters take two. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const letter of text) width += eastAsianWidth(letter.codePointAt(0) ?? 0);
  return width;
}

/** Docker's formatter: columns of at least ten characters, three spaces between, nothing after the last. */
export function textTable(rows: readonly (readonly string[])[]): readonly string[] {
  // A cell may have line breaks in it, and then ends its row in the middle.
  const lines = rows.flatMap(brokenRow);
  const widths = lines.map((): number[] => []);
  measure(lines, widths, 0, lines.length);
  return lines.map((cells, at) =>
    cells
      .map((cell, column) => (column === cells.length - 1 ? cell : padded(cell, widths[at]?.[column] ?? 0)))
      .join(''),
  );
}

function brokenRow(row: readonly string[]): readonly (readonly string[])[] {
  const lines: string[][] = [[]];
  for (const cell of row) {
    const [first = '', ...rest] = cell.split('\n');
    lines.at(-1)?.push(first);
    for (const line of rest) lines.push([line]);
  }
  return lines;
}

function padded(cell: string, width: number): string {
  return cell + ' '.repeat(Math.max(0, width - displayWidth(cell)));
}

/**
 * Finds the widths of all columns right of those that are found for the lines `from` to `to`. A column is a run of lines
 * that have a cell there and one after it: a shorter line ends it.
 */
function measure(lines: readonly (readonly string[])[], widths: number[][], from: number, to: number): void {
  const column = widths[from]?.length ?? 0;
  const isIn = (at: number): boolean => at < to && column < (lines[at]?.length ?? 0) - 1;
  for (let at = from; at < to; at++) {
    if (!isIn(at)) continue;
    let end = at;
    let width = 10;
    for (; isIn(end); end++) width = Math.max(width, displayWidth(lines[end]?.[column] ?? '') + 3);
    for (let line = at; line < end; line++) widths[line]?.push(width);
    measure(lines, widths, at, end);
    at = end - 1;
  }
}

/** With tab characters for padding, eight columns a tab, as `docker builder prune` has it. */
export function tabTable(rows: readonly (readonly string[])[]): readonly string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const stops = Array.from({ length: columns }, (_, column) =>
    Math.ceil(Math.max(...rows.map((row) => length(row[column] ?? '') + 1)) / 8),
  );
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === row.length - 1
          ? cell
          : cell + '\t'.repeat((stops[column] ?? 0) - Math.floor(length(cell) / 8)),
      )
      .join(''),
  );
}

function length(cell: string): number {
  return [...cell].length;
}
