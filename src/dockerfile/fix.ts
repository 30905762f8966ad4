// Safe changes of the text that remove a problem: what an editor offers at one click.

import type { Argument, SourceRange } from './source.ts';

export interface Fix {
  /** What the change does, for a button. */
  readonly title: string;
  /** Of the text as it is, in UTF-16 units; they don't overlap. */
  readonly edits: readonly TextEdit[];
}

export interface TextEdit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export function replacing(title: string, { start, end }: SourceRange, text: string): Fix {
  return { title, edits: [{ from: start.offset, to: end.offset, text }] };
}

/** A word with another variable in it; undefined when it is not written there just once and in one piece. */
export function renamingVariable({ text, range }: Argument, name: string, right: string): Fix | undefined {
  const { offset } = range.start;
  if (range.end.offset - offset !== text.length) return undefined;
  const places = [...text.matchAll(new RegExp(`\\$\\{?${escaped(name)}(?!\\w)`, 'g'))];
  const [place] = places;
  if (place === undefined || places.length > 1) return undefined;
  const from = offset + place.index + place[0].length - name.length;
  return { title: `Write $${right}`, edits: [{ from, to: from + name.length, text: right }] };
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
