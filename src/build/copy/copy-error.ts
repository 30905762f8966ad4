/** The one error of COPY, ADD and WORKDIR: Docker's sentence in `message`, ours in `explanation`. */

export type CopyErrorCode =
  /** A source that is not in the context or stage. */
  | 'copy-source-missing'
  /** A source or `--exclude` that is no pattern. */
  | 'copy-pattern-invalid'
  /** Something at the destination is in the way. */
  | 'copy-destination-blocked'
  | 'chmod-invalid'
  | 'chown-invalid'
  /** ADD of an archive that can't be unpacked. */
  | 'archive-damaged';

export class CopyError extends Error {
  override readonly name = 'CopyError';
  readonly code: CopyErrorCode;
  /** What it means and what to do now, for people. */
  readonly explanation: string;
  /** Index of the source it speaks of, in the instruction's `sources`; undefined where it is about no one of them. */
  readonly source: number | undefined;

  constructor(code: CopyErrorCode, message: string, explanation: string, source?: number) {
    super(message);
    this.code = code;
    this.explanation = explanation;
    this.source = source;
  }
}
