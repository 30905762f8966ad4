// Source with its line numbers and `>>>` before the lines in question, as BuildKit prints it under errors and
// warnings: `Source.Print` of its solver/errdefs.

import type { LineSpan } from './problem.ts';

/**
 *     Dockerfile:2
 *     --------------------
 *        1 |     FROM alpine
 *        2 | >>> RUNN true
 *        3 |     CMD ["sh"]
 *     --------------------
 *
 * Each line ends in "\n". Empty when there are no such lines in the source.
 */
export function sourceExcerpt(source: string, fileName: string, marked: readonly LineSpan[]): string {
  const lines = source.split('\n');
  const first = Math.min(...marked.map((span) => span.first));
  if (!(first >= 1 && first <= lines.length)) return '';
  const end = Math.min(Math.max(...marked.map((span) => span.last)), lines.length);
  const shown = around(first, end, lines.length);
  const rule = '-'.repeat(20);
  const rows = [`${fileName}:${first}`, rule];
  for (let line = shown.first; line <= shown.last; line++) {
    const isMarked = marked.some((span) => line >= span.first && line <= span.last);
    const mark = isMarked ? '>>>' : '   ';
    rows.push(` ${String(line).padStart(3)} | ${mark} ${lines[line - 1] ?? ''}`);
  }
  return `${rows.join('\n')}\n${rule}\n`;
}

/** BuildKit's count: two lines on each side of one line, one of several, more where the other side has none. */
function around(first: number, last: number, total: number): LineSpan {
  const wanted = first === last ? 4 : 2;
  let [from, to] = [first, last];
  for (let added = 0; added < wanted; added++) {
    if (from > 1) {
      from--;
      added++;
    }
    if (to !== total) {
      to++;
      added++;
    }
    if (from === 1 && to === total) break;
  }
  return { first: from, last: to };
}
