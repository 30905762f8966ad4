// Where a piece of a Dockerfile stands in its source text: positions, ranges, and the table that turns
// offsets into lines and columns. Lines end at "\n"; offsets and columns count UTF-16 units.

/** A place in a source text. */
export interface SourcePosition {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
  /** 0-based, in UTF-16 units, from the start of the file. */
  readonly offset: number;
}

/** A stretch of a source text; `end` is the first position after it. */
export interface SourceRange {
  readonly start: SourcePosition;
  readonly end: SourcePosition;
}

/** A word of the Dockerfile as the builder sees it, and where the author wrote it. */
export interface Argument {
  /** Quotes and `$variables` are still in it; escapes of line ends and JSON strings are already decoded. */
  readonly text: string;
  readonly range: SourceRange;
}

/** Finds the line and column of any offset of one source text. */
export class SourceText {
  readonly text: string;
  readonly #lineStarts: readonly number[];
  /** The line found last: questions come mostly in the order of the text. */
  #lastLine = 0;

  constructor(text: string) {
    this.text = text;
    const starts = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.#lineStarts = starts;
  }

  /** How many lines the text has; a last "\n" does not open another. */
  get lineCount(): number {
    const last = this.#lineStarts[this.#lineStarts.length - 1] ?? 0;
    return last === this.text.length && this.text.length > 0
      ? this.#lineStarts.length - 1
      : this.#lineStarts.length;
  }

  positionAt(offset: number): SourcePosition {
    const clamped = Math.max(0, Math.min(offset, this.text.length));
    const line = this.#lineAt(clamped);
    return { line: line + 1, column: clamped - (this.#lineStarts[line] ?? 0) + 1, offset: clamped };
  }

  /** Asked for every word of a file, so without a function of its own for what it repeats. */
  #lineAt(offset: number): number {
    const starts = this.#lineStarts;
    const last = this.#lastLine;
    if (isIn(starts, last, offset)) return last;
    if (isIn(starts, last + 1, offset)) {
      this.#lastLine = last + 1;
      return last + 1;
    }
    this.#lastLine = lastStart(starts, offset);
    return this.#lastLine;
  }

  rangeOf(start: number, end: number): SourceRange {
    return { start: this.positionAt(start), end: this.positionAt(Math.max(start, end)) };
  }

  /** Where line `line` (1-based) starts, as an offset. */
  startOfLine(line: number): number {
    return this.#lineStarts[line - 1] ?? this.text.length;
  }

  /** The text of line `line` (1-based) without its line ending; empty past the end. */
  lineText(line: number): string {
    const start = this.#lineStarts[line - 1];
    if (start === undefined) return '';
    const next = this.#lineStarts[line];
    const raw = this.text.slice(start, next === undefined ? this.text.length : next - 1);
    return raw.endsWith('\r') ? raw.slice(0, -1) : raw;
  }
}

/** Whether, of ascending starts, that of `index` is the last one at `at` or before. */
export function isIn(starts: readonly number[], index: number, at: number): boolean {
  const start = starts[index] ?? Number.POSITIVE_INFINITY;
  return start <= at && at < (starts[index + 1] ?? Number.POSITIVE_INFINITY);
}

/** The index of the last start at `at` or before; 0 when all come after. */
export function lastStart(starts: readonly number[], at: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? Number.POSITIVE_INFINITY) > at) high = middle - 1;
    else low = middle;
  }
  return low;
}
