/**
 * What stands in the command line's log: lines that were typed or pressed, and what was printed. Bounded: of a noisy
 * build the last lines stay.
 */

export type LogLineKind = 'typed' | 'output' | 'error' | 'hint';

export interface LogLine {
  /** Counts up; names the line for good. */
  readonly id: number;
  readonly kind: LogLineKind;
  readonly text: string;
}

/** Lines that stay. */
const mostLines = 2000;
/** Typed lines that Up and Down go through. */
const mostTyped = 200;

export interface CommandLog {
  readonly lines: readonly LogLine[];
  /** Lines that were dropped since the log was cleared. */
  readonly dropped: number;
  /** Of the next line. */
  readonly next: number;
}

export const emptyCommandLog: CommandLog = { lines: [], dropped: 0, next: 1 };

export function appendLines(log: CommandLog, kind: LogLineKind, texts: readonly string[]): CommandLog {
  if (texts.length === 0) return log;
  const fresh = texts.slice(-mostLines).map((text, at): LogLine => ({ id: log.next + at, kind, text }));
  const all = [...log.lines, ...fresh];
  const lines = all.slice(-mostLines);
  const dropped = log.dropped + log.lines.length + texts.length - lines.length;
  return { lines, dropped, next: log.next + fresh.length };
}

/** Lines that were typed, and where Up and Down are among them. */
export class TypedLines {
  readonly #lines: string[] = [];
  #at = 0;
  #draft = '';

  add(line: string): void {
    if (line.trim() !== '' && line !== this.#lines.at(-1)) this.#lines.push(line);
    if (this.#lines.length > mostTyped) this.#lines.shift();
    this.#at = this.#lines.length;
    this.#draft = '';
  }

  /** The line before; `draft` is what is typed now, and comes back at the end. */
  back(draft: string): string {
    if (this.#at === this.#lines.length) this.#draft = draft;
    if (this.#at > 0) this.#at--;
    return this.#lines[this.#at] ?? draft;
  }

  forward(draft: string): string {
    if (this.#at === this.#lines.length) return draft;
    this.#at++;
    return this.#lines[this.#at] ?? this.#draft;
  }
}
