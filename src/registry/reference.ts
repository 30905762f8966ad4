/**
 * Image references as Docker reads them: `alpine` is `docker.io/library/alpine:latest`. Follows the grammar and
 * the normalisation of the distribution project's `reference` package, so the same texts are refused.
 */

export interface ImageReference {
  /** Registry host with optional port: `docker.io`, `localhost:5000`. */
  readonly domain: string;
  /** Repository on that host: `library/alpine`. */
  readonly path: string;
  /** Absent only when a digest is given without one; otherwise `latest` when the author wrote none. */
  readonly tag?: string;
  /** `sha256:…` */
  readonly digest?: string;
}

/** The text is no image reference; `message` begins with Docker's own sentence. */
export class InvalidReferenceError extends Error {
  override readonly name = 'InvalidReferenceError';
  constructor(
    readonly text: string,
    problem: string,
  ) {
    super(`invalid reference format${problem}`);
  }
}

const hostLabel = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const domainPattern = new RegExp(`^(?:${hostLabel}(?:\\.${hostLabel})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?$`);
const pathComponent = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const tagPattern = /^\w[\w.-]{0,127}$/;
const digestPattern = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const identifier = /^[a-f0-9]{64}$/;
const sha256Digest = /^sha256:[a-f0-9]{64}$/;

/** Repository names are at most this long, host included (distribution: `RepositoryNameTotalLengthMax`). */
const longestName = 255;
/** Nothing longer can be valid: name, tag of 128, and the longest digest in use. */
const longestReference = longestName + 1 + 128 + 1 + 256;

/**
 * Reads an image reference as `docker pull` would.
 * @throws {InvalidReferenceError} with Docker's sentence.
 */
export function parseReference(text: string): ImageReference {
  if (text.length > longestReference) throw new InvalidReferenceError(text, ': it is too long');
  if (identifier.test(text)) {
    throw new InvalidReferenceError(
      text,
      `: invalid repository name (${text}), cannot specify 64-byte hexadecimal strings`,
    );
  }
  const { domain, rest } = splitDomain(text);
  const at = rest.indexOf('@');
  const digest = at < 0 ? undefined : rest.slice(at + 1);
  const named = at < 0 ? rest : rest.slice(0, at);
  const colon = named.lastIndexOf(':');
  const tag = colon < 0 ? undefined : named.slice(colon + 1);
  const path = colon < 0 ? named : named.slice(0, colon);

  if (path !== path.toLowerCase()) {
    throw new InvalidReferenceError(text, `: repository name (${path}) must be lowercase`);
  }
  if (!domainPattern.test(domain) || !path.split('/').every((part) => pathComponent.test(part))) {
    throw new InvalidReferenceError(text, '');
  }
  if (domain.length + 1 + path.length > longestName) {
    throw new InvalidReferenceError(
      text,
      `: repository name must not be more than ${longestName} characters`,
    );
  }
  if (tag !== undefined && !tagPattern.test(tag)) throw new InvalidReferenceError(text, '');
  if (digest !== undefined && !validDigest(digest)) throw new InvalidReferenceError(text, '');

  if (digest === undefined) return { domain, path, tag: tag ?? 'latest' };
  return tag === undefined ? { domain, path, digest } : { domain, path, tag, digest };
}

function validDigest(digest: string): boolean {
  return digest.startsWith('sha256:') ? sha256Digest.test(digest) : digestPattern.test(digest);
}

function splitDomain(text: string): { readonly domain: string; readonly rest: string } {
  const slash = text.indexOf('/');
  const first = slash < 0 ? '' : text.slice(0, slash);
  const isHost = slash >= 0 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  const domain = isHost && first !== 'index.docker.io' ? first : 'docker.io';
  const remainder = isHost ? text.slice(slash + 1) : text;
  const official = domain === 'docker.io' && !remainder.includes('/');
  return { domain, rest: official ? `library/${remainder}` : remainder };
}

/** The whole reference: `docker.io/library/alpine:latest`. */
export function canonicalReference(reference: ImageReference): string {
  return `${reference.domain}/${reference.path}${suffix(reference)}`;
}

/** The reference as a person types it: `alpine:3`, `me/app@sha256:…`; the tag is always shown. */
export function familiarReference(reference: ImageReference): string {
  return `${familiarName(reference)}${suffix(reference)}`;
}

/** The repository as a person types it: `alpine`, `me/app`, `localhost:5000/app`. */
export function familiarName({ domain, path }: ImageReference): string {
  if (domain !== 'docker.io') return `${domain}/${path}`;
  const short = path.startsWith('library/') ? path.slice('library/'.length) : path;
  return short.includes('/') || short === path ? path : short;
}

function suffix({ tag, digest }: ImageReference): string {
  return `${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}
