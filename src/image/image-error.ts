/**
 * The one error of this room: an image, layer or blob from outside is not what it claims to be. It names the
 * place, what was expected there and what the person can do.
 */

export type ImageErrorCode =
  /** Bytes do not have the digest or the size they were announced with. */
  | 'digest-mismatch'
  | 'size-mismatch'
  /** A file, blob or tag that must be there is not. */
  | 'not-found'
  /** The bytes do not follow their format. */
  | 'malformed'
  /** A valid feature of the format that is refused or has no support here. */
  | 'unsupported'
  /** More entries, bytes, levels or characters than the limits allow. */
  | 'limit';

export interface ImageErrorDetails {
  /** File, blob or tar entry that the error speaks of. */
  readonly path?: string;
  /** What would have been right. */
  readonly expected?: string;
  /** What the person can do now, a sentence. */
  readonly remedy?: string;
  /** Where none is for the wanted platform: those that there are, e.g. `linux/arm64/v8`. */
  readonly platforms?: readonly string[];
}

export class ImageError extends Error {
  override readonly name = 'ImageError';
  readonly code: ImageErrorCode;
  readonly path: string | undefined;
  readonly expected: string | undefined;
  readonly remedy: string | undefined;
  readonly platforms: readonly string[];

  /** `problem` says what happened, without place and without full stop. */
  constructor(code: ImageErrorCode, problem: string, details: ImageErrorDetails = {}) {
    super(sentence(problem, details));
    this.code = code;
    this.path = details.path;
    this.expected = details.expected;
    this.remedy = details.remedy;
    this.platforms = details.platforms ?? [];
  }
}

function sentence(problem: string, { path, expected, remedy }: ImageErrorDetails): string {
  const place = path === undefined ? '' : `${path}: `;
  const wanted = expected === undefined ? '' : ` (expected ${expected})`;
  const advice = remedy === undefined ? '' : `. ${remedy}`;
  return `${place}${problem}${wanted}${advice}`;
}
