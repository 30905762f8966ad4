/** Two versions of a text as lines of a comparison: `diff` finds them, here they get their numbers and their bound. */
import { structuredPatch } from 'diff';

export interface DiffLine {
  /** `gap`: lines that are the same are left out here. */
  readonly kind: 'same' | 'added' | 'removed' | 'gap';
  readonly text: string;
  /** 1-based line in the text before and now. */
  readonly before?: number;
  readonly after?: number;
}

export interface TextDiff {
  readonly lines: readonly DiffLine[];
  /** There were more. */
  readonly isCut: boolean;
}

/** Lines shown at most. */
export const longestDiff = 400;
const longestLine = 500;
/** Milliseconds that a comparison may take before all is called changed. */
const timeout = 500;

/** The changed lines with two lines around them. */
export function textDiff(before: string, after: string): TextDiff {
  const patch = structuredPatch('', '', before, after, '', '', { context: 2, timeout });
  const lines: DiffLine[] = [];
  if (patch === undefined) {
    for (const text of before.split('\n')) lines.push({ kind: 'removed', text });
    for (const text of after.split('\n')) lines.push({ kind: 'added', text });
  }
  for (const { oldStart, newStart, lines: hunk } of patch?.hunks ?? []) {
    if (lines.length > 0) lines.push({ kind: 'gap', text: '' });
    let [old, fresh] = [oldStart, newStart];
    for (const line of hunk) {
      const text = line.slice(1);
      if (line.startsWith('+')) lines.push({ kind: 'added', text, after: fresh++ });
      else if (line.startsWith('-')) lines.push({ kind: 'removed', text, before: old++ });
      else if (line.startsWith(' ')) lines.push({ kind: 'same', text, before: old++, after: fresh++ });
    }
  }
  const shown = lines
    .slice(0, longestDiff)
    .map((line) => ({ ...line, text: line.text.slice(0, longestLine) }));
  return { lines: shown, isCut: lines.length > longestDiff };
}
