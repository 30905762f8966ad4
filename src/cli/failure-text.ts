/**
 * A failed build as BuildKit's command line prints it: the source with `>>>` before the lines it speaks of, then
 * `ERROR: failed to build: failed to solve: …`, then what it means and what to do, in our words.
 */
import type { BuildProblem } from '../build/events.ts';
import { type SourceRange, SourceText } from '../dockerfile/source.ts';

/** Lines of source above and below the marked ones, as BuildKit's `solver/errdefs` has it. */
const contextLines = 3;
/** Lines of one instruction that are shown; a heredoc may have thousands. */
const mostMarkedLines = 24;

/** The source excerpt, with a line end after each line; empty without a range. */
export function sourceExcerpt(source: string, fileName: string, range: SourceRange): string {
  const text = new SourceText(source);
  const first = range.start.line;
  const ended = range.end.column === 1 && range.end.line > first ? range.end.line - 1 : range.end.line;
  const last = Math.min(Math.max(first, ended), text.lineCount);
  const from = Math.max(1, first - contextLines);
  const to = Math.min(lastLineWithText(text), last + contextLines);
  const width = 3;
  const lines = [`${fileName}:${first}`, '-'.repeat(20)];
  for (let line = from; line <= to; line++) {
    if (line === first + mostMarkedLines && line < last) {
      lines.push(`     | >>> … ${last - line} more lines`);
      line = last;
    }
    const mark = line >= first && line <= last ? '>>>' : '   ';
    lines.push(` ${String(line).padStart(width)} | ${mark} ${text.lineText(line)}`);
  }
  lines.push('-'.repeat(20));
  return `${lines.join('\n')}\n`;
}

/** A final line end opens no line. */
function lastLineWithText(text: SourceText): number {
  return text.lineText(text.lineCount) === '' ? Math.max(1, text.lineCount - 1) : text.lineCount;
}

/** All that is printed about the problems of a failed build; the first one is the one that ended it. */
export function failureText(
  problems: readonly BuildProblem[],
  dockerfile: { readonly text: string; readonly name: string },
): string {
  return problems
    .filter(({ severity }) => severity === 'error')
    .map((problem, index) => {
      const excerpt =
        problem.range === undefined || (problem.file !== undefined && problem.file !== dockerfile.name)
          ? ''
          : `\n${sourceExcerpt(dockerfile.text, dockerfile.name, problem.range)}`;
      const sentence =
        index === 0 ? `ERROR: ${failedToSolve(problem.message)}\n` : `ERROR: ${problem.message}\n`;
      const explanation = problem.explanation === '' ? '' : `\n${problem.explanation}\n`;
      return `${excerpt}${sentence}${explanation}`;
    })
    .join('');
}

/** Docker's whole line, whatever of it the message has already. */
function failedToSolve(message: string): string {
  if (message.startsWith('failed to build: ')) return message;
  return message.startsWith('failed to solve: ') || message.startsWith('failed to run Build function: ')
    ? `failed to build: ${message}`
    : `failed to build: failed to solve: ${message}`;
}
