// What is wrong with a Dockerfile, said twice: in Docker's own sentence, so that it can be searched for,
// and in ours, for the person who wrote it.

import type { Fix } from './fix.ts';
import type { SourceRange } from './source.ts';

export type Severity = 'error' | 'warning';

/** 1-based, both ends belong to it. */
export interface LineSpan {
  readonly first: number;
  readonly last: number;
}

export interface Problem {
  /** A build check's name (`JSONArgsRecommended`) or, for errors, a name of ours (`UnknownInstruction`). */
  readonly code: string;
  readonly severity: Severity;
  /** Docker's sentence, without the "dockerfile parse error on line N" in front. */
  readonly message: string;
  /** What it means and what to do now. */
  readonly explanation: string;
  /** What to underline. */
  readonly range: SourceRange;
  /** Whether BuildKit puts "dockerfile parse error on line N: " in front of the sentence. */
  readonly namesLine: boolean;
  /**
   * What BuildKit marks, and names the first line of: the whole instruction, of a circle several. Undefined: it
   * names no place.
   */
  readonly lines?: readonly LineSpan[];
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
    ? `dockerfile parse error on line ${problem.lines?.[0]?.first ?? problem.range.start.line}: ${problem.message}`
    : problem.message;
}

/** The lines that a range is in. One that ends after a line's "\n" does not reach into the next line. */
export function linesOf({ start, end }: SourceRange): readonly [LineSpan] {
  const last = end.column === 1 && end.line > start.line ? end.line - 1 : end.line;
  return [{ first: start.line, last: Math.max(start.line, last) }];
}
