/**
 * A step's log: bytes of two streams become lines of styled text, bounded in lines and in line length. It is
 * plain immutable data kept in chunks, so that adding a line copies a chunk and never the whole log.
 */
import { parseAnsiLine, plainStyle, type Span, type TextStyle } from './ansi.ts';

export type LogStream = 'stdout' | 'stderr';

export interface LogLine {
  readonly stream: LogStream;
  readonly spans: readonly Span[];
}

/** What a stream has sent since its last newline, and how it was styled then. */
interface OpenLine {
  /** Bytes of a UTF-8 character that is not complete yet, at most 3. */
  readonly tail: Uint8Array;
  readonly text: string;
  readonly style: TextStyle;
}

export interface Log {
  /** All but the last hold exactly `chunkLines` lines. */
  readonly chunks: readonly (readonly LogLine[])[];
  /** Complete lines held. */
  readonly count: number;
  /** Lines that were let go from the start, because there were more than `largestLog`. */
  readonly dropped: number;
  readonly open: Readonly<Record<LogStream, OpenLine>>;
}

/** Lines a log keeps; the earliest go first. */
export const largestLog = 100_000;
/** UTF-16 units of one line; what is longer is broken. */
export const longestLine = 8192;
const chunkLines = 500;

const noBytes = new Uint8Array(0);
const nothingOpen: OpenLine = { tail: noBytes, text: '', style: plainStyle };

export const emptyLog: Log = {
  chunks: [],
  count: 0,
  dropped: 0,
  open: { stdout: nothingOpen, stderr: nothingOpen },
};

/** The log after `bytes` came out of `stream`. */
export function appendOutput(log: Log, stream: LogStream, bytes: Uint8Array): Log {
  const before = log.open[stream];
  const joined = before.tail.length === 0 ? bytes : concatenate(before.tail, bytes);
  const whole = joined.length - incompleteTail(joined);
  const text = before.text + new TextDecoder().decode(joined.subarray(0, whole));
  const tail = whole === joined.length ? noBytes : joined.slice(whole);

  const lines: LogLine[] = [];
  let style = before.style;
  let start = 0;
  for (;;) {
    const newline = text.indexOf('\n', start);
    const end = newline >= 0 ? Math.min(newline, start + longestLine) : start + longestLine;
    if (end > text.length || (newline < 0 && end === text.length)) break;
    const parsed = parseAnsiLine(text.slice(start, end), style);
    style = parsed.style;
    lines.push({ stream, spans: parsed.spans });
    start = end === newline ? end + 1 : end;
  }
  const open = { ...log.open, [stream]: { tail, text: text.slice(start), style } };
  return lines.length === 0 ? { ...log, open } : { ...appendLines(log, lines), open };
}

/** Lines to show, an unfinished last line of either stream among them. */
export function logLength(log: Log): number {
  return log.count + openLines(log).length;
}

/** Lines `from` (inclusive) to `to` (exclusive), counted from the first one that is held. */
export function logSlice(log: Log, from: number, to: number): readonly LogLine[] {
  const lines: LogLine[] = [];
  for (let at = Math.max(0, from); at < Math.min(to, log.count); at++) {
    const line = log.chunks[Math.floor(at / chunkLines)]?.[at % chunkLines];
    if (line) lines.push(line);
  }
  if (to > log.count) lines.push(...openLines(log).slice(Math.max(0, from - log.count), to - log.count));
  return lines;
}

/** The whole log as text without styles. */
export function logText(log: Log): string {
  return logSlice(log, 0, logLength(log))
    .map((line) => line.spans.map((span) => span.text).join(''))
    .join('\n');
}

function openLines(log: Log): LogLine[] {
  const lines: LogLine[] = [];
  for (const stream of ['stdout', 'stderr'] as const) {
    const { text, style } = log.open[stream];
    if (text !== '') lines.push({ stream, spans: parseAnsiLine(text, style).spans });
  }
  return lines;
}

function appendLines(log: Log, lines: readonly LogLine[]): Log {
  const chunks = log.chunks.slice();
  let count = log.count;
  let at = 0;
  const last = chunks.at(-1);
  if (last && last.length < chunkLines) {
    at = Math.min(chunkLines - last.length, lines.length);
    chunks[chunks.length - 1] = [...last, ...lines.slice(0, at)];
  }
  for (; at < lines.length; at += chunkLines) chunks.push(lines.slice(at, at + chunkLines));
  count += lines.length;
  let dropped = log.dropped;
  while (count > largestLog) {
    const first = chunks.shift();
    if (!first) break;
    count -= first.length;
    dropped += first.length;
  }
  return { ...log, chunks, count, dropped };
}

/** How many bytes at the end begin a UTF-8 character that is not complete. */
function incompleteTail(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needs > back ? back : 0;
    }
  }
  return 0;
}

function concatenate(first: Uint8Array, second: Uint8Array): Uint8Array {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
