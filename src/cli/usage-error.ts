/**
 * The one error for what was typed wrongly on the command line. Its message begins with Docker's own sentence,
 * so that it can be searched for.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  /** `advice` says what to do now; empty when the sentence says it already. */
  constructor(
    sentence: string,
    readonly advice = '',
    readonly exitCode = 1,
  ) {
    super(sentence);
  }
}
