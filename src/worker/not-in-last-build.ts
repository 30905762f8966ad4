/** The page asked for something that the last build does not have. */
export class NotInLastBuildError extends Error {
  override readonly name = 'NotInLastBuildError';
}
