/** What `--check` prints: BuildKit's `lint.PrintLintViolations`, and the same as JSON. */
import type { BuildProblem } from '../build/events.ts';
import { ruleOf } from '../dockerfile/checks/rules.ts';
import { sourceExcerpt } from '../dockerfile/excerpt.ts';
import type { Problem } from '../dockerfile/problem.ts';
import { sourceLocation } from './source-location.ts';

export interface CheckedSource {
  readonly text: string;
  /** As it is printed: the path that was given. */
  readonly path: string;
}

/** Each warning with its source, in the order of the lines. */
export function warningsText(warnings: readonly BuildProblem[], { text, path }: CheckedSource): string {
  const sorted = [...warnings].sort((a, b) => firstLine(a) - firstLine(b));
  const { length } = sorted;
  if (length === 0) return '';
  const count = length === 1 ? '1 warning has been found!' : `${length} warnings have been found!`;
  const each = sorted.map(({ code, message, lines }) => {
    const excerpt = lines === undefined ? '' : sourceExcerpt(text, path, lines);
    const { docs } = ruleOf(code) ?? {};
    return `\nWARNING: ${code}${docs === undefined ? '' : ` - ${docs}`}\n${message}\n${excerpt}`;
  });
  return `Check complete, ${count}\n${each.join('')}`;
}

function firstLine({ lines }: BuildProblem): number {
  return lines?.[0]?.first ?? 0;
}

/**
 * The error that ended the check, with its source. Two line ends, as Docker's. A build arg that is no check option
 * ends the request for a check, before there is one.
 */
export function checkErrorText(
  { code, message, lines }: BuildProblem,
  { text, path }: CheckedSource,
): string {
  if (code === 'InvalidCheckArgument') return `ERROR: failed to build: failed to solve: ${message}\n\n`;
  const excerpt = lines === undefined ? '' : sourceExcerpt(text, path, lines);
  // Where it came through another door, Docker names that one only when it builds.
  return `ERROR: ${message.replace(/^failed to run Build function: /, '')}\n${excerpt}\n`;
}

/** `--advice`: what we would tell a learner, beyond Docker's checks. It leaves the exit code alone. */
export function adviceText(advice: readonly Problem[], { text, path }: CheckedSource): string {
  return advice
    .map(({ code, message, explanation, lines }) => {
      const excerpt = lines === undefined ? '' : sourceExcerpt(text, path, lines);
      return `\nADVICE: ${code}\n${message}. ${explanation}\n${excerpt}`;
    })
    .join('');
}

/** `--call=check,format=json`: BuildKit's `LintResults`, without its build definition. */
export function checkJson(
  warnings: readonly BuildProblem[],
  error: BuildProblem | undefined,
  { text, path }: CheckedSource,
): string {
  const location = ({ lines }: BuildProblem) =>
    lines === undefined ? {} : { location: sourceLocation(lines) };
  const results = {
    warnings: warnings.map((warning) => {
      const { description = '', docs } = ruleOf(warning.code) ?? {};
      return {
        ruleName: warning.code,
        description,
        ...(docs === undefined ? {} : { url: docs }),
        detail: warning.message,
        ...location(warning),
      };
    }),
    sources: [
      {
        filename: path,
        data: Buffer.from(text).toString('base64'),
        language: 'Dockerfile',
      },
    ],
    ...(error === undefined ? {} : { buildError: { message: error.message, ...location(error) } }),
  };
  return `${JSON.stringify(results, undefined, 2)}\n`;
}
