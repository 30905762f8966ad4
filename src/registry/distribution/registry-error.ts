/**
 * The one error of pulling: a registry, its token server or the way to them did not give what was asked for.
 * `message` has the sentence that Docker's tools print where there is one, `explanation` what to do now.
 */

export type RegistryErrorCode =
  /** No answer at all: no network, a wrong host name, or a browser that was not allowed to ask (CORS). */
  | 'unreachable'
  /** It answered or sent too slowly. */
  | 'timeout'
  | 'not-found'
  /** It wants credentials, or refuses those that were given. */
  | 'unauthorized'
  | 'rate-limited'
  /** It answered 5xx, or something else that the specification does not foresee. */
  | 'server-error'
  /** What came is no answer of a registry: a web page, broken JSON, headers out of all proportion. */
  | 'not-a-registry'
  | 'digest-mismatch'
  | 'size-mismatch'
  /** A manifest or blob does not follow its format. */
  | 'malformed'
  /** More bytes, layers or entries than the limits allow. */
  | 'limit'
  /** The image exists, but not for this platform. */
  | 'no-platform'
  /** A valid feature that has no support here: schema 1, foreign layers, other digests than sha256. */
  | 'unsupported';

export interface RegistryErrorDetails {
  readonly cause?: unknown;
  /** For `no-platform`: what there is, e.g. `linux/arm64/v8`. */
  readonly platforms?: readonly string[];
  /** For `no-platform`: the whole name of the image. */
  readonly image?: string;
}

export class RegistryError extends Error {
  override readonly name = 'RegistryError';
  readonly code: RegistryErrorCode;
  readonly explanation: string;
  readonly platforms: readonly string[];
  readonly image: string | undefined;

  constructor(
    code: RegistryErrorCode,
    message: string,
    explanation: string,
    { cause, platforms = [], image }: RegistryErrorDetails = {},
  ) {
    super(message, cause === undefined ? {} : { cause });
    this.code = code;
    this.explanation = explanation;
    this.platforms = platforms;
    this.image = image;
  }

  /** The same in other words, e.g. ones that say what it was for. */
  saying(message: string, explanation: string = this.explanation): RegistryError {
    return new RegistryError(this.code, message, explanation, {
      cause: this,
      platforms: this.platforms,
      ...(this.image === undefined ? {} : { image: this.image }),
    });
  }
}
