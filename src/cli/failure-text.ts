/**
 * A failed build as BuildKit's command line prints it: the source with `>>>` before the lines it speaks of, then
 * `ERROR: failed to build: failed to solve: …`, then what it means and what to do, in our words.
 */
import type { BuildProblem } from '../build/events.ts';
import { sourceExcerpt } from '../dockerfile/excerpt.ts';

/** All that is printed about the problems of a failed build; the first one is the one that ended it. */
export function failureText(
  problems: readonly BuildProblem[],
  dockerfile: { readonly text: string; readonly name: string },
): string {
  return problems
    .filter(({ severity }) => severity === 'error')
    .map((problem, index) => {
      const excerpt =
        problem.lines === undefined || (problem.file !== undefined && problem.file !== dockerfile.name)
          ? ''
          : sourceExcerpt(dockerfile.text, dockerfile.name, problem.lines);
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
