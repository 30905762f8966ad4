// What is wrong with a Dockerfile, said twice: in Docker's own sentence, so that it can be searched for,
// and in ours, for the person who wrote it. Printed with the source excerpt that BuildKit prints.

import { type SourceRange, SourceText } from './source.ts';

export type Severity = 'error' | 'warning';

/** A safe change of the text that removes a problem. */
export interface Fix {
  /** What the change does, for a button. */
  readonly title: string;
  /** Ranges are of the text as it is; they don't overlap. */
  readonly edits: readonly { readonly range: SourceRange; readonly text: string }[];
}

export interface Problem {
  /** A build check's name (`JSONArgsRecommended`) or, for errors, a name of ours (`UnknownInstruction`). */
  readonly code: string;
  readonly severity: Severity;
  /** Docker's sentence, without the "dockerfile parse error on line N" in front. */
  readonly message: string;
  /** What it means and what to do now. */
  readonly explanation: string;
  readonly range: SourceRange;
  /** Whether BuildKit puts "dockerfile parse error on line N: " in front of the sentence. */
  readonly namesLine: boolean;
  /** 1-based: the line that BuildKit names, where the instruction starts. */
  readonly line: number;
  /** The rule's page, for build checks. */
  readonly docs?: string;
  readonly fix?: Fix;
}

/** The only error that this room throws. `message` is what BuildKit says after "failed to solve: ". */
export class DockerfileError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problemSentence(problem));
    this.name = 'DockerfileError';
    this.problem = problem;
  }
}

/** Docker's whole sentence: `dockerfile parse error on line 2: unknown instruction: RUNN (did you mean RUN?)`. */
export function problemSentence(problem: Problem): string {
  return problem.namesLine
    ? `dockerfile parse error on line ${problem.line}: ${problem.message}`
    : problem.message;
}

/** Lines of source shown above and below the ones that a problem speaks of, as in BuildKit. */
const CONTEXT_LINES = 2;
/** An instruction can be a heredoc of a thousand lines: the excerpt shows this many of it. */
const MAX_EXCERPT_LINES = 12;

/**
 * The problem as BuildKit prints it, with a caret line and our explanation:
 *
 *     Dockerfile:2
 *     --------------------
 *        1 |     FROM alpine
 *        2 | >>> RUNN true
 *          |     ^^^^
 *        3 |     CMD ["sh"]
 *     --------------------
 *     dockerfile parse error on line 2: unknown instruction: RUNN (did you mean RUN?)
 */
export function formatProblem(
  problem: Problem,
  source: string | SourceText,
  fileName = 'Dockerfile',
): string {
  const text = typeof source === 'string' ? new SourceText(source) : source;
  const first = problem.range.start.line;
  const last = Math.max(first, endLine(problem.range));
  const lines = [`${fileName}:${first}`, '--------------------'];
  const from = Math.max(1, first - CONTEXT_LINES);
  const to = Math.min(text.lineCount, last + CONTEXT_LINES);
  for (let line = from; line <= to; line++) {
    if (line >= first + MAX_EXCERPT_LINES && line < last) {
      lines.push(`     | ... ${last - line} more lines`);
      line = last;
    }
    const marked = line >= first && line <= last;
    lines.push(` ${String(line).padStart(3)} | ${marked ? '>>>' : '   '} ${text.lineText(line)}`.trimEnd());
    if (line === first) lines.push(caretLine(problem.range, text.lineText(line)));
  }
  lines.push('--------------------', problemSentence(problem));
  if (problem.explanation !== '') lines.push(problem.explanation);
  return lines.join('\n');
}

function endLine(range: SourceRange): number {
  // A range that ends just after a line's "\n" does not reach into the next line.
  return range.end.column === 1 && range.end.line > range.start.line ? range.end.line - 1 : range.end.line;
}

function caretLine(range: SourceRange, lineText: string): string {
  const start = range.start.column - 1;
  const end = range.end.line === range.start.line ? range.end.column - 1 : lineText.length;
  const width = Math.max(1, Math.min(end, lineText.length) - start);
  const indent = lineText.slice(0, start).replace(/[^\t]/g, ' ');
  return `     |     ${indent}${'^'.repeat(width)}`;
}
