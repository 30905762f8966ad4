/** Moves an instruction of a Dockerfile below another one, with the comment that stands right above it. */
import type { SourceRange } from '../dockerfile/source.ts';
import type { StepDescription } from './events.ts';

export interface TextChange {
  readonly text: string;
  /** The line that was written anew. */
  readonly first?: string;
}

/** 0-based, `end` exclusive. */
interface Lines {
  readonly start: number;
  readonly end: number;
}

/** The text with the lines of `moved` right after those of `target`, which stands below. */
export function movedBelow(text: string, moved: SourceRange, target: SourceRange): TextChange {
  const lines = text.split('\n');
  const own = withComment(lines, linesOf(moved));
  const { end } = linesOf(target);
  const joined = [
    ...lines.slice(0, own.start),
    ...lines.slice(own.end, end),
    ...lines.slice(own.start, own.end),
    ...lines.slice(end),
  ];
  return { text: joined.join('\n') };
}

/**
 * The text with a COPY of some files by name where the COPY of all stood, and the COPY of all right after `target`.
 * Undefined where the instruction is written in a way that is not taken apart: JSON, variables, quotes.
 */
export function splitCopy(
  text: string,
  moved: Pick<StepDescription, 'text' | 'range'>,
  target: SourceRange,
  names: readonly string[],
): TextChange | undefined {
  if (/[$"'\\[\]<]/.test(moved.text)) return undefined;
  const [keyword = '', ...words] = moved.text.trim().split(/\s+/);
  const flags = words.filter((word) => word.startsWith('--'));
  const [source, destination, ...more] = words.slice(flags.length);
  if (source === undefined || destination === undefined || more.length > 0) return undefined;
  const folder = source.replace(/^\.\/?$|\/$/g, '');
  const sources = names.map((name) => (folder === '' ? name : `${folder}/${name}`));
  const first = [keyword, ...flags, ...sources, destination.replace(/\/?$/, '/')].join(' ');
  const lines = text.split('\n');
  const own = withComment(lines, linesOf(moved.range));
  const { end } = linesOf(target);
  const joined = [
    ...lines.slice(0, own.start),
    first,
    ...lines.slice(own.end, end),
    ...lines.slice(own.start, own.end),
    ...lines.slice(end),
  ];
  return { text: joined.join('\n'), first };
}

function linesOf({ start, end }: SourceRange): Lines {
  // A range that ends at the beginning of a line doesn't include that line.
  const last = end.column === 1 && end.line > start.line ? end.line - 1 : end.line;
  return { start: start.line - 1, end: last };
}

/** A comment belongs to what stands right below it. */
function withComment(lines: readonly string[], { start, end }: Lines): Lines {
  let from = start;
  while (from > 0 && /^\s*#/.test(lines[from - 1] ?? '')) from--;
  return { start: from, end };
}
