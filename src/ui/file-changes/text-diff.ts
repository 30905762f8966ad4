/** Lines of two versions of a text, side by side in one list. Loaded when somebody asks what changed. */
import { diffLines } from 'diff';

export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
  /** 1-based line in the older version. */
  readonly before?: number;
  /** 1-based line in the newer version. */
  readonly after?: number;
}

export type DiffRow = DiffLine | { readonly kind: 'gap'; readonly lines: number };

/** Unchanged lines shown around a change. */
const context = 3;
/** Lines that differ beyond which a comparison is given up: it costs their square. */
const mostEdits = 4000;

/** Undefined when the two have too little in common to be compared in a moment. */
export function compareTexts(before: string, after: string): readonly DiffRow[] | undefined {
  const parts = diffLines(before, after, { maxEditLength: mostEdits, timeout: 2000 });
  if (parts === undefined) return undefined;
  const lines: DiffLine[] = [];
  let old = 0;
  let fresh = 0;
  for (const { value, added, removed } of parts) {
    for (const text of linesOf(value)) {
      if (added) lines.push({ kind: 'added', text, after: ++fresh });
      else if (removed) lines.push({ kind: 'removed', text, before: ++old });
      else lines.push({ kind: 'same', text, before: ++old, after: ++fresh });
    }
  }
  return withGaps(lines);
}

function linesOf(text: string): readonly string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Long runs of unchanged lines become one row. */
function withGaps(lines: readonly DiffLine[]): readonly DiffRow[] {
  const rows: DiffRow[] = [];
  let at = 0;
  while (at < lines.length) {
    let end = at;
    while (end < lines.length && lines[end]?.kind === 'same') end++;
    const lead = at === 0 ? 0 : context;
    const tail = end === lines.length ? 0 : context;
    // One hidden line takes as much room as the row that would stand for it.
    if (end - at > lead + tail + 1) {
      rows.push(...lines.slice(at, at + lead));
      rows.push({ kind: 'gap', lines: end - at - lead - tail });
      rows.push(...lines.slice(end - tail, end));
    } else rows.push(...lines.slice(at, end));
    at = end;
    while (at < lines.length && lines[at]?.kind !== 'same') {
      const line = lines[at++];
      if (line) rows.push(line);
    }
  }
  return rows;
}
