// Physical lines joined into the logical lines that instructions are made of: parser directives,
// comments, continuation lines, heredoc bodies. Follows BuildKit's frontend/dockerfile/parser.

import { isSpace, skipSpace, trimSpace } from './go-text.ts';
import { type Argument, isIn, lastStart, type SourceRange, type SourceText } from './source.ts';

/**
 * Where each joined piece starts in a logical line, and where in the source: as many of one as of the other, both
 * ascending. Numbers side by side, as there may be a million pieces.
 */
interface Pieces {
  readonly starts: readonly number[];
  readonly offsets: readonly number[];
}

/** One instruction's line: continuations joined, comment lines inside it dropped. */
export class LogicalLine {
  readonly text: string;
  readonly #source: SourceText;
  readonly #pieces: Pieces;
  /** The piece found last: questions come mostly in the order of the text. */
  #lastPiece = 0;

  constructor(source: SourceText, text: string, pieces: Pieces) {
    this.#source = source;
    this.text = text;
    this.#pieces = pieces;
  }

  /** The source range of `text[start, end)`. */
  range(start: number, end: number): SourceRange {
    const from = this.#offset(start);
    // The end belongs to the last character's piece, not to the piece that may start there.
    return this.#source.rangeOf(from, end > start ? this.#offset(end - 1) + 1 : from);
  }

  argument(start: number, end: number, text = this.text.slice(start, end)): Argument {
    return { text, range: this.range(start, end) };
  }

  #offset(at: number): number {
    const { starts, offsets } = this.#pieces;
    if (!isIn(starts, this.#lastPiece, at)) this.#lastPiece = lastStart(starts, at);
    return (offsets[this.#lastPiece] ?? 0) + at - (starts[this.#lastPiece] ?? 0);
  }
}

export interface ReadLine {
  readonly line: LogicalLine;
  /** Offset of the first character of the instruction. */
  readonly start: number;
  /** Offset after the last physical line, without its line ending. */
  readonly end: number;
  /** The comment lines directly above, without "#". */
  readonly comments: readonly string[];
  /** Undefined: there are none inside it. */
  readonly emptyLines?: EmptyLines;
}

export interface EmptyLines {
  readonly count: number;
  /** With its line end. */
  readonly last: SourceRange;
  /** Offsets: lines that follow one another are one stretch, with their line ends. */
  readonly stretches: readonly { readonly from: number; readonly to: number }[];
}

export interface Directive {
  /** Lower case: `syntax`, `escape` or `check`. */
  readonly name: DirectiveName;
  readonly value: Argument;
}

export type DirectiveName = 'syntax' | 'escape' | 'check';

export interface LineMistake {
  readonly code: 'InvalidEscape' | 'RepeatedDirective' | 'LineTooLong';
  readonly message: string;
  readonly explanation: string;
  readonly range: SourceRange;
}

/** Go's bufio.Scanner gives up on a physical line (with its "\n") of more bytes than this. */
const MAX_LINE_BYTES = 65536;

const DIRECTIVE = /^([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(\S(?:.*\S)?)\s*$/;

interface PhysicalLine {
  readonly start: number;
  /** Without "\r" and "\n". */
  readonly end: number;
  readonly next: number;
  readonly number: number;
}

/** Reads a Dockerfile line by line; each physical line is looked at once. */
export class LineReader {
  readonly source: SourceText;
  readonly directives: Directive[] = [];
  readonly mistakes: LineMistake[] = [];
  #escape: '\\' | '`' = '\\';
  #at: number;
  #lineNumber = 0;
  #directivesDone = false;

  constructor(source: SourceText) {
    this.source = source;
    this.#at = source.text.charCodeAt(0) === 0xfeff ? 1 : 0;
  }

  get escape(): '\\' | '`' {
    return this.#escape;
  }

  get lineNumber(): number {
    return this.#lineNumber;
  }

  /** The next instruction's line, or undefined at the end of the file. */
  next(): ReadLine | undefined {
    let comments: string[] = [];
    for (let first = this.#nextPhysical(); first; first = this.#nextPhysical()) {
      const start = this.#skipSpaceIn(first);
      if (this.#isComment(start, first.end)) {
        if (!this.#takeDirective(start, first.end)) {
          const comment = trimSpace(this.source.text.slice(start + 1, first.end));
          if (comment === '') comments = [];
          else comments.push(comment);
        }
        continue;
      }
      this.#directivesDone = true;
      if (start === first.end) {
        comments = [];
        continue;
      }
      return this.#join(first, start, comments);
    }
    return undefined;
  }

  /**
   * Reads a heredoc's body up to the line that is `name`. `undefined` when there is no such line; then the
   * reader is at the end of the file.
   */
  heredocBody(
    name: string,
    chomp: boolean,
  ): { content: string; range: SourceRange; end: number } | undefined {
    const start = this.#at;
    const text = this.source.text;
    for (let line = this.#nextPhysical(); line; line = this.#nextPhysical()) {
      let from = line.start;
      if (chomp) while (from < line.end && text.charCodeAt(from) === 0x09) from++;
      if (line.end - from === name.length && text.startsWith(name, from)) {
        return {
          content: text.slice(start, line.start),
          range: this.source.rangeOf(start, line.start),
          end: line.end,
        };
      }
    }
    return undefined;
  }

  #join(first: PhysicalLine, start: number, comments: readonly string[]): ReadLine {
    const parts: string[] = [];
    const starts: number[] = [];
    const offsets: number[] = [];
    let length = 0;
    let end = first.end;
    const stretches: { from: number; to: number }[] = [];
    let emptyCount = 0;
    let lastEmpty: PhysicalLine | undefined;
    const add = (from: number, to: number): boolean => {
      const cut = this.#continuationAt(from, to);
      const stop = cut ?? to;
      starts.push(length);
      offsets.push(from);
      parts.push(this.source.text.slice(from, stop));
      length += stop - from;
      return cut !== undefined;
    };
    let continues = add(start, first.end);
    while (continues) {
      const line = this.#nextPhysical();
      if (!line) break;
      const content = this.#skipSpaceIn(line);
      if (this.#isComment(content, line.end)) {
        end = line.end;
        continue;
      }
      end = line.end;
      if (content === line.end) {
        const open = stretches[stretches.length - 1];
        if (open?.to === line.start) open.to = line.next;
        else stretches.push({ from: line.start, to: line.next });
        emptyCount++;
        lastEmpty = line;
        continue;
      }
      continues = add(line.start, line.end);
    }
    return {
      line: new LogicalLine(this.source, parts.join(''), { starts, offsets }),
      start,
      end,
      comments,
      ...(lastEmpty && {
        emptyLines: {
          count: emptyCount,
          last: this.source.rangeOf(lastEmpty.start, lastEmpty.next),
          stretches,
        },
      }),
    };
  }

  /**
   * Where the escape that continues a line stands, if it ends in one. An escape before it ("\\") takes its
   * meaning away, as in BuildKit's regular expression.
   */
  #continuationAt(start: number, end: number): number | undefined {
    const text = this.source.text;
    const escapeCode = this.#escape.charCodeAt(0);
    let at = end - 1;
    while (at >= start && (text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0x09)) at--;
    if (at < start || text.charCodeAt(at) !== escapeCode) return undefined;
    return at > start && text.charCodeAt(at - 1) === escapeCode ? undefined : at;
  }

  #takeDirective(start: number, end: number): boolean {
    if (this.#directivesDone) return false;
    const content = skipSpace(this.source.text.slice(start + 1, end)) + start + 1;
    const match = DIRECTIVE.exec(this.source.text.slice(content, end));
    const name = match?.[1]?.toLowerCase();
    const value = match?.[2];
    if (value === undefined || (name !== 'syntax' && name !== 'escape' && name !== 'check')) {
      this.#directivesDone = true;
      return false;
    }
    const valueStart = this.source.text.lastIndexOf(value, end);
    const range = this.source.rangeOf(valueStart, valueStart + value.length);
    if (this.directives.some((directive) => directive.name === name)) {
      this.mistakes.push({
        code: 'RepeatedDirective',
        message: `only one ${name} parser directive can be used`,
        explanation: `There is already a "# ${name}=" line above. Remove one of them.`,
        range,
      });
      return true;
    }
    this.directives.push({ name, value: { text: value, range } });
    if (name === 'escape') this.#setEscape(value, range);
    return true;
  }

  #setEscape(value: string, range: SourceRange): void {
    if (value === '\\' || value === '`') {
      this.#escape = value;
      return;
    }
    this.mistakes.push({
      code: 'InvalidEscape',
      message: `invalid escape token '${value}' does not match \` or \\`,
      explanation:
        'The escape character continues lines and takes the meaning from the character after it. Only "\\" (the default) and "`" (for Windows paths) can be it.',
      range,
    });
  }

  #nextPhysical(): PhysicalLine | undefined {
    const text = this.source.text;
    if (this.#at >= text.length) return undefined;
    const start = this.#at;
    const newline = text.indexOf('\n', start);
    const next = newline < 0 ? text.length : newline + 1;
    let end = newline < 0 ? text.length : newline;
    while (end > start && text.charCodeAt(end - 1) === 0x0d) end--;
    this.#at = next;
    this.#lineNumber++;
    if ((next - start) * 3 > MAX_LINE_BYTES && utf8Length(text, start, next) > MAX_LINE_BYTES) {
      this.mistakes.push({
        code: 'LineTooLong',
        message: `dockerfile line greater than max allowed size of ${MAX_LINE_BYTES - 1}`,
        explanation: 'Docker reads at most 65535 bytes in one line. Break it with "\\" at the end of a line.',
        range: this.source.rangeOf(start, end),
      });
    }
    return { start, end, next, number: this.#lineNumber };
  }

  #skipSpaceIn(line: PhysicalLine): number {
    let at = line.start;
    while (at < line.end && isSpace(this.source.text.charCodeAt(at))) at++;
    return at;
  }

  #isComment(start: number, end: number): boolean {
    return start < end && this.source.text.charCodeAt(start) === 0x23;
  }
}

function utf8Length(text: string, start: number, end: number): number {
  let bytes = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) bytes += 1;
    else if (code < 0x800) bytes += 2;
    else if (code >= 0xd800 && code < 0xe000) bytes += 2;
    else bytes += 3;
  }
  return bytes;
}
