/**
 * The port to wherever blobs are kept: content-addressed bytes, verified on the way in and on the way out.
 * `MemoryBlobStore` keeps them in memory; the IndexedDB one is in `src/store/`.
 */
import { type Digest, sha256, startDigest } from './digest.ts';
import { ImageError } from './image-error.ts';

/** One blob in the store. */
export interface Blob {
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
}

/** What the bytes were announced as; a mismatch refuses them. */
export interface Announced {
  readonly digest?: Digest;
  /** Bytes. A stream is given up as soon as it is longer. */
  readonly size?: number;
}

/** A layer tar, config or manifest to be kept: whole, or piece by piece. */
export type BlobContent = Uint8Array | AsyncIterable<Uint8Array>;

/** A blob that is read piece by piece. */
export interface BlobReading extends Blob {
  /**
   * Its bytes in order, once. The pieces must not be written to. When what was kept has been damaged, it ends in an
   * ImageError `digest-mismatch`, and the blob is removed: what was read until then is worth nothing.
   */
  readonly pieces: AsyncIterable<Uint8Array>;
}

/**
 * Keeps blobs by digest. Every method is all or nothing: a `put` that fails, or a page that is closed during
 * one, leaves no blob behind; a blob that is listed can be read whole.
 */
export interface BlobStore {
  /**
   * Keeps the bytes and answers what they are. Putting a blob that is already there is no error. The caller must
   * not write to the bytes afterwards: a store may keep the very array.
   * @throws ImageError `digest-mismatch` or `size-mismatch` when they are not as announced.
   */
  put(content: BlobContent, announced?: Announced): Promise<Blob>;
  /**
   * The bytes, their digest verified; undefined when the blob is not there. The caller must not write to them.
   * @throws ImageError `digest-mismatch` when what was kept has been damaged.
   */
  get(digest: Digest): Promise<Uint8Array | undefined>;
  /** As `get`, for bytes that need not be in memory all at once; undefined when the blob is not there. */
  open(digest: Digest): Promise<BlobReading | undefined>;
  has(digest: Digest): Promise<boolean>;
  /** Forgets the blob; none there is no error. */
  delete(digest: Digest): Promise<void>;
  /** All blobs, sorted by digest. */
  list(): Promise<readonly Blob[]>;
}

/** Blobs in memory, for tests, the command line and pages whose browser keeps nothing. */
export class MemoryBlobStore implements BlobStore {
  readonly #blobs = new Map<Digest, Uint8Array>();

  async put(content: BlobContent, announced: Announced = {}): Promise<Blob> {
    const { bytes, digest } = await collect(content, announced);
    if (!this.#blobs.has(digest)) this.#blobs.set(digest, bytes);
    return { digest, size: bytes.length };
  }

  /** Not hashed again: unlike a disk, memory that nobody writes to stays as it is. */
  async get(digest: Digest): Promise<Uint8Array | undefined> {
    return this.#blobs.get(digest);
  }

  async open(digest: Digest): Promise<BlobReading | undefined> {
    const bytes = this.#blobs.get(digest);
    return bytes && { digest, size: bytes.length, pieces: onlyPiece(bytes) };
  }

  async has(digest: Digest): Promise<boolean> {
    return this.#blobs.has(digest);
  }

  async delete(digest: Digest): Promise<void> {
    this.#blobs.delete(digest);
  }

  async list(): Promise<readonly Blob[]> {
    return [...this.#blobs]
      .map(([digest, bytes]) => ({ digest, size: bytes.length }))
      .sort((a, b) => (a.digest < b.digest ? -1 : 1));
  }
}

async function* onlyPiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/**
 * All bytes of a blob with their digest, checked against what was announced.
 * @throws ImageError `digest-mismatch` or `size-mismatch`.
 */
export async function collect(
  content: BlobContent,
  announced: Announced = {},
): Promise<{ readonly bytes: Uint8Array; readonly digest: Digest }> {
  const { bytes, digest } =
    content instanceof Uint8Array
      ? { bytes: content, digest: await sha256(content) }
      : await collectStream(content, announced);
  verifyAnnounced({ digest, size: bytes.length }, announced);
  return { bytes, digest };
}

async function collectStream(
  stream: AsyncIterable<Uint8Array>,
  announced: Announced,
): Promise<{ readonly bytes: Uint8Array; readonly digest: Digest }> {
  const pieces: Uint8Array[] = [];
  const digest = await startDigest();
  for await (const piece of stream) {
    digest.update(piece);
    if (announced.size !== undefined && digest.size > announced.size) {
      verifyAnnounced({ size: digest.size }, announced);
    }
    pieces.push(piece.slice());
  }
  const bytes = new Uint8Array(digest.size);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return { bytes, digest: digest.finish() };
}

/**
 * Compares what came with what was announced.
 * @throws ImageError `digest-mismatch` or `size-mismatch`.
 */
export function verifyAnnounced(
  blob: { readonly digest?: Digest; readonly size: number },
  announced: Announced,
  path?: string,
): void {
  const remedy = 'The bytes were damaged or cut short on the way: fetch or export the image again';
  const place = path ?? announced.digest;
  if (announced.size !== undefined && blob.size !== announced.size) {
    throw new ImageError('size-mismatch', `has ${blob.size} bytes`, {
      ...(place === undefined ? {} : { path: place }),
      expected: `${announced.size} bytes`,
      remedy,
    });
  }
  if (announced.digest !== undefined && blob.digest !== undefined && blob.digest !== announced.digest) {
    throw new ImageError('digest-mismatch', `has digest ${blob.digest}`, {
      ...(place === undefined ? {} : { path: place }),
      expected: announced.digest,
      remedy,
    });
  }
}
