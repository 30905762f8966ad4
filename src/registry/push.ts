/**
 * Pushes an image: its blobs first, several at a time, then the manifest under its tag, so that the tag never names
 * what isn't there whole (distribution specification 1.1, "Push"). The manifest's digest is the one that is shown.
 */
import type { BlobStore } from '../image/blob-store.ts';
import type { Digest } from '../image/digest.ts';
import { type Image, makeManifest } from '../image/image.ts';
import { ImageError } from '../image/image-error.ts';
import type { BlobSources } from './blob-sources.ts';
import { AtMost } from './distribution/at-most.ts';
import { type UploadOutcome, uploadBlob } from './distribution/blob-upload.ts';
import type { RegistryClient } from './distribution/registry-client.ts';
import { RegistryError } from './distribution/registry-error.ts';
import type { Way } from './distribution/ways.ts';
import { canonicalReference, type ImageReference } from './reference.ts';

export interface PushGround {
  readonly client: RegistryClient;
  readonly store: BlobStore;
  readonly sources: BlobSources;
}

export interface PushProgress {
  /** Bytes that have arrived, or that the registry had. */
  readonly current: number;
  readonly total: number;
  readonly blobs: readonly BlobProgress[];
}

export interface BlobProgress {
  readonly digest: Digest;
  readonly size: number;
  readonly sent: number;
  /** Undefined until it is decided. */
  readonly outcome: UploadOutcome | undefined;
  /** Which way its last bytes went. */
  readonly way: Way | undefined;
}

export interface PushedImage {
  /** Of the manifest. */
  readonly digest: Digest;
  /** Bytes of the manifest. */
  readonly size: number;
  readonly blobs: readonly BlobProgress[];
}

/**
 * @throws {RegistryError}; ImageError when a layer is no longer in the store; the signal's reason when it is aborted.
 */
export async function pushImage(
  image: Image,
  reference: ImageReference,
  { client, store, sources }: PushGround,
  {
    signal,
    onProgress,
  }: {
    readonly signal?: AbortSignal | undefined;
    readonly onProgress?: ((progress: PushProgress) => void) | undefined;
  } = {},
): Promise<PushedImage> {
  const subject = canonicalReference(reference);
  const { domain, path, tag } = reference;
  if (tag === undefined || reference.digest !== undefined) {
    throw new RegistryError(
      'unsupported',
      `${subject}: cannot push a digest reference`,
      'Name the image by a tag: the digest follows from what is pushed.',
    );
  }
  const { manifest, bytes, digest } = await makeManifest(image);
  const open = async function* (blob: Digest): AsyncGenerator<Uint8Array> {
    if (blob === image.configDigest) {
      yield image.configBytes;
      return;
    }
    const found = await store.open(blob);
    if (found === undefined) {
      throw new ImageError('not-found', 'the layer is no longer in the store', {
        path: blob,
        remedy: 'Build the image again',
      });
    }
    yield* found.pieces;
  };
  const progress = new ProgressTable([...manifest.layers, manifest.config], onProgress);
  const parallel = new AtMost(client.limits.parallelBlobs);
  // One that fails stops the others, and this answers when all have stopped.
  const stop = new AbortController();
  const onAbort = (): void => stop.abort(signal?.reason);
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  const sending = progress.blobs.map(({ digest: blob, size }) =>
    parallel
      .run(async () => {
        const outcome = await uploadBlob(client, {
          repository: { domain, path },
          digest: blob,
          size,
          open: () => open(blob),
          from: await sources.of(domain, blob, path),
          subject,
          signal: stop.signal,
          onBytes: (count, way) => progress.arrived(blob, count, way),
        });
        progress.settled(blob, outcome);
        await sources.add(domain, blob, path);
      }, stop.signal)
      .catch((error: unknown) => stop.abort(error)),
  );
  await Promise.all(sending);
  signal?.removeEventListener('abort', onAbort);
  if (stop.signal.aborted) throw stop.signal.reason;
  const { exchange } = await client.request({
    repository: { domain, path },
    path: `manifests/${tag}`,
    subject,
    purpose: 'push',
    method: 'PUT',
    headers: { 'Content-Type': manifest.mediaType },
    body: bytes,
    signal,
  });
  exchange.end();
  const found = exchange.response.headers.get('docker-content-digest');
  if (found !== null && found !== digest) {
    throw new RegistryError(
      'digest-mismatch',
      `${subject}: the registry made ${found.slice(0, 80)} of the manifest ${digest}`,
      'It changes what it is given, so this is no longer the image that was built. Push to another registry.',
    );
  }
  return { digest, size: bytes.length, blobs: progress.blobs };
}

class ProgressTable {
  readonly #blobs: Map<Digest, BlobProgress>;
  readonly #total: number;
  readonly #tell: ((progress: PushProgress) => void) | undefined;

  constructor(
    blobs: readonly { readonly digest: Digest; readonly size: number }[],
    tell: ((progress: PushProgress) => void) | undefined,
  ) {
    this.#blobs = new Map(
      blobs.map(({ digest, size }) => [
        digest,
        { digest, size, sent: 0, outcome: undefined, way: undefined },
      ]),
    );
    this.#total = this.blobs.reduce((sum, { size }) => sum + size, 0);
    this.#tell = tell;
  }

  get blobs(): readonly BlobProgress[] {
    return [...this.#blobs.values()];
  }

  arrived(digest: Digest, bytes: number, way: Way): void {
    this.#change(digest, (blob) => ({ ...blob, sent: blob.sent + bytes, way }));
  }

  settled(digest: Digest, outcome: UploadOutcome): void {
    this.#change(digest, (blob) => ({ ...blob, outcome }));
  }

  #change(digest: Digest, change: (blob: BlobProgress) => BlobProgress): void {
    const blob = this.#blobs.get(digest);
    if (blob === undefined) return;
    this.#blobs.set(digest, change(blob));
    const { blobs } = this;
    const current = blobs.reduce(
      (sum, { size, sent, outcome }) => sum + (outcome === undefined ? Math.min(sent, size) : size),
      0,
    );
    this.#tell?.({ current, total: this.#total, blobs });
  }
}
