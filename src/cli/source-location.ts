/** Where something stands, as BuildKit's answers for programs say it: a range for each line. */
import type { LineSpan } from '../dockerfile/problem.ts';

export interface SourceLocation {
  readonly ranges: readonly { readonly start: { line: number }; readonly end: { line: number } }[];
}

export function sourceLocation(spans: readonly LineSpan[]): SourceLocation {
  const ranges = spans.flatMap(({ first, last }) =>
    Array.from({ length: last - first + 1 }, (_, at) => ({
      start: { line: first + at },
      end: { line: first + at },
    })),
  );
  return { ranges };
}
