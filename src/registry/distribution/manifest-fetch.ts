/**
 * Finds the manifest that a reference means: by tag or digest, through an index or manifest list to the one for
 * the wanted platform (distribution specification, "Pulling manifests"). Digests are always computed here.
 */
import { type Digest, isDigest, sha256 } from '../../image/digest.ts';
import type { Platform } from '../../image/image-config.ts';
import { ImageError } from '../../image/image-error.ts';
import {
  choosePlatform,
  type Descriptor,
  type Index,
  type Manifest,
  mediaTypes,
  parseManifest,
} from '../../image/manifest.ts';
import { canonicalReference, type ImageReference } from '../reference.ts';
import type { RegistryClient } from './registry-client.ts';
import { RegistryError } from './registry-error.ts';

export interface FoundManifest {
  /** What the tag or digest names: an index, or the manifest itself. */
  readonly top: Digest;
  readonly digest: Digest;
  readonly bytes: Uint8Array;
  readonly manifest: Manifest;
}

export interface ManifestRequest {
  readonly reference: ImageReference;
  readonly platform: Platform;
  readonly signal?: AbortSignal | undefined;
}

const accept = [
  mediaTypes.index,
  mediaTypes.manifest,
  mediaTypes.dockerIndex,
  mediaTypes.dockerManifest,
].join(', ');
/** Indexes may name indexes; nobody needs more of them. */
const deepest = 4;

/** @throws {RegistryError} */
export async function fetchManifest(
  client: RegistryClient,
  request: ManifestRequest,
): Promise<FoundManifest> {
  const { reference, platform } = request;
  const subject = canonicalReference(reference);
  const wanted = pinned(reference);
  const first = await fetchDocument(client, request, wanted ?? reference.tag ?? 'latest');
  let found = first;
  for (let depth = 0; found.kind === 'index'; depth++) {
    const chosen = depth < deepest ? choosePlatform(found.index, platform) : undefined;
    if (chosen === undefined) throw noPlatform(subject, found.index, platform);
    found = await fetchDocument(client, request, chosen.digest, chosen.size);
  }
  return { top: first.digest, digest: found.digest, bytes: found.bytes, manifest: found.manifest };
}

/**
 * What a tag names now, by a HEAD request, which rate limits don't count; undefined where the registry does not
 * say it, or a browser hides it.
 * @throws {RegistryError}
 */
export async function headManifest(
  client: RegistryClient,
  { reference, signal }: ManifestRequest,
): Promise<Digest | undefined> {
  const { exchange } = await client.request({
    repository: reference,
    path: `manifests/${reference.tag ?? 'latest'}`,
    subject: canonicalReference(reference),
    method: 'HEAD',
    headers: { Accept: accept },
    signal,
  });
  exchange.end();
  const digest = exchange.response.headers.get('docker-content-digest');
  return isDigest(digest) ? digest : undefined;
}

/** The digest of the reference, where it has one. */
export function pinned(reference: ImageReference): Digest | undefined {
  const { digest } = reference;
  if (digest === undefined || isDigest(digest)) return digest;
  throw new RegistryError(
    'unsupported',
    `${canonicalReference(reference)}: unsupported digest algorithm`,
    'Only sha256 digests can be verified here. Name the image by its tag or its sha256 digest.',
  );
}

type Document = { readonly digest: Digest; readonly bytes: Uint8Array } & (
  | { readonly kind: 'manifest'; readonly manifest: Manifest }
  | { readonly kind: 'index'; readonly index: Index }
);

async function fetchDocument(
  client: RegistryClient,
  { reference, signal }: ManifestRequest,
  name: string,
  size?: number,
): Promise<Document> {
  const subject = canonicalReference(reference);
  const { exchange } = await client.request({
    repository: reference,
    path: `manifests/${name}`,
    subject,
    headers: { Accept: accept },
    signal,
  });
  const bytes = await exchange.bytes(client.limits.manifestBytes, `the manifest of ${subject}`);
  const digest = await sha256(bytes);
  if (isDigest(name) && digest !== name) {
    throw new RegistryError(
      'digest-mismatch',
      `${subject}: failed to verify: manifest has digest ${digest}, expected ${name}`,
      'Its bytes were changed on the way, or the registry keeps something else under this digest. Try again.',
    );
  }
  if (size !== undefined && bytes.length !== size) {
    throw new RegistryError(
      'size-mismatch',
      `${subject}: manifest ${name} has ${bytes.length} bytes, expected ${size}`,
      'The index and the manifest do not belong together. The image must be pushed again.',
    );
  }
  return { digest, bytes, ...readDocument(bytes, subject, exchange.response.headers.get('content-type')) };
}

/** @throws {RegistryError} `not-a-registry`, `malformed`, `unsupported` or `limit`. */
export function readDocument(
  bytes: Uint8Array,
  subject: string,
  contentType: string | null = null,
): ReturnType<typeof parseManifest> {
  if (contentType?.startsWith('text/html') || bytes[0] === 0x3c) {
    throw new RegistryError(
      'not-a-registry',
      `${subject}: a web page was sent in place of a manifest`,
      'Something in between, as a login page of the network, may have answered, or this host is no registry. ' +
        'Open it in a browser tab and look.',
    );
  }
  try {
    return parseManifest(bytes, subject);
  } catch (error) {
    throw asRegistryError(error, subject);
  }
}

/** Errors of the image room in the words of this one; others come through. */
export function asRegistryError(error: unknown, subject: string): unknown {
  if (!(error instanceof ImageError)) return error;
  const { code, message, remedy } = error;
  const kind = code === 'not-found' ? 'malformed' : code;
  const advice = remedy ?? 'The image must be pushed again; another tag may be whole.';
  const place = message.startsWith(subject) ? message : `${subject}: ${message}`;
  return new RegistryError(kind, place, `${advice}${advice.endsWith('.') ? '' : '.'}`, { cause: error });
}

export function platformText({ os, architecture, variant }: Platform): string {
  return [os, architecture, variant].filter(Boolean).join('/');
}

function noPlatform(subject: string, { manifests }: Index, wanted: Platform): RegistryError {
  const platforms = manifests
    .filter((manifest) => !isAttestation(manifest))
    .flatMap(({ platform }) => (platform === undefined ? [] : [platformText(platform)]));
  const known = [...new Set(platforms)].slice(0, 40);
  return new RegistryError(
    'no-platform',
    `${subject}: no match for platform in manifest: not found`,
    `There is no image for ${platformText(wanted)}. ` +
      (known.length === 0 ? 'It names no platform at all.' : `There are: ${known.join(', ')}.`) +
      ' Take another tag or image that has it.',
    { platforms: known, image: subject },
  );
}

/** Attestations of BuildKit: manifests that are no images, for the platform `unknown/unknown`. */
function isAttestation({ platform, annotations }: Descriptor): boolean {
  return platform?.os === 'unknown' || annotations?.['vnd.docker.reference.type'] === 'attestation-manifest';
}
