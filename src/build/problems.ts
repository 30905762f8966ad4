/**
 * `BuildFailure`: the error a build ends with, and how the errors of other rooms become the problems a person
 * reads: Docker's key sentence first, then what it means and what to do now.
 */
import { DockerfileError, linesOf, type Problem, problemSentence } from '../dockerfile/problem.ts';
import type { SourceRange } from '../dockerfile/source.ts';
import { ImageError } from '../image/image-error.ts';
import { RegistryError } from '../registry/distribution/registry-error.ts';
import { CopyError } from './copy/copy-error.ts';
import type { BuildProblem, StepId } from './events.ts';

/** Where a problem is. */
export interface ProblemPlace {
  readonly file: string;
  readonly range?: SourceRange;
  readonly step?: StepId;
}

/** What a step or the plan throws when it can't go on because of something the author can mend. */
export class BuildFailure extends Error {
  override readonly name = 'BuildFailure';
  readonly code: string;
  readonly explanation: string;
  readonly range: SourceRange | undefined;

  constructor(code: string, message: string, explanation: string, range?: SourceRange) {
    super(message);
    this.code = code;
    this.explanation = explanation;
    this.range = range;
  }
}

/** A problem of the Dockerfile's text as the build tells it. */
export function dockerfileProblem(problem: Problem, file: string): BuildProblem {
  return {
    code: problem.code,
    severity: problem.severity,
    message: problemSentence(problem),
    explanation: problem.explanation,
    file,
    range: problem.range,
    ...(problem.lines === undefined ? {} : { lines: problem.lines }),
    ...(problem.fix === undefined ? {} : { fix: problem.fix }),
  };
}

/** Any error as a problem. What nobody expected is named as such, with its own words kept. */
export function problemOf(error: unknown, place: ProblemPlace): BuildProblem {
  const at = (code: string, message: string, explanation: string, range = place.range): BuildProblem => ({
    code,
    severity: 'error',
    message,
    explanation,
    file: place.file,
    ...(range === undefined ? {} : { range, lines: linesOf(place.range ?? range) }),
    ...(place.step === undefined ? {} : { step: place.step }),
  });
  if (error instanceof BuildFailure) return at(error.code, error.message, error.explanation, error.range);
  if (error instanceof CopyError) return at(error.code, error.message, error.explanation);
  if (error instanceof DockerfileError) {
    const { problem } = error;
    return at(problem.code, problemSentence(problem), problem.explanation, place.range ?? problem.range);
  }
  if (error instanceof ImageError) {
    return at(`image-${error.code}`, error.message, error.remedy ?? 'Fetch or build the image again.');
  }
  if (error instanceof RegistryError) {
    const { image, platforms: available } = error;
    const problem = at(`registry-${error.code}`, error.message, error.explanation);
    return image === undefined || available.length === 0
      ? problem
      : { ...problem, platforms: { image, available } };
  }
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  // The store's own error, which this room can't name: its message says what to do.
  if (name === 'StoreError') return at('storage', storageSentence(error), message);
  if (name === 'QuotaExceededError') {
    return at(
      'storage-full',
      'no space left on device',
      'The browser gives this page no more space. Free some by pruning the build cache, then build again; what was finished is kept.',
    );
  }
  return at(
    'internal',
    message === '' ? name : message,
    `This is a mistake of the builder (${name}), not of your Dockerfile. Building once more may help; please report it with the Dockerfile.`,
  );
}

function storageSentence(error: unknown): string {
  const isFull = typeof error === 'object' && error !== null && 'code' in error && error.code === 'full';
  return isFull ? 'no space left on device' : 'the build cache can not be written';
}
