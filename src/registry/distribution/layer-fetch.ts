/**
 * Fetches one layer into the store: download, digest and decompression overlap, and what is kept is the tar under
 * its diff ID, as imported images keep theirs.
 */
import type { BlobStore } from '../../image/blob-store.ts';
import { decompressStream } from '../../image/decompress-stream.ts';
import type { Digest } from '../../image/digest.ts';
import type { Layer } from '../../image/image.ts';
import { ImageError } from '../../image/image-error.ts';
import type { Descriptor } from '../../image/manifest.ts';
import { TarPushReader } from '../../image/tar-push-reader.ts';
import type { TarEntry } from '../../image/tar-reader.ts';
import { downloadBlob } from './blob-download.ts';
import { asRegistryError } from './manifest-fetch.ts';
import type { RegistryClient, Repository } from './registry-client.ts';
import { RegistryError } from './registry-error.ts';
import type { Way } from './ways.ts';

export interface LayerRequest {
  readonly repository: Repository;
  readonly layer: Descriptor;
  readonly diffId: Digest;
  /** As errors call it: the image. */
  readonly subject: string;
  readonly signal?: AbortSignal | undefined;
  readonly onBytes?: (bytes: number, way: Way) => void;
  /** Reads the tar's entries as it goes by. */
  readonly entries?: boolean;
}

/** A layer that is in the store, and its entries where they were asked for and could be read. */
export interface FetchedLayer {
  readonly layer: Layer;
  readonly entries: readonly TarEntry[] | undefined;
}

/** Set by eStargz: the layer is many gzip files in a row. */
const stargzMark = 'containerd.io/snapshot/stargz/toc.digest';

/** @throws {RegistryError} for a layer that this page must not or can't keep, before anything is fetched. */
export function checkLayer({ mediaType, digest, size }: Descriptor, subject: string, limit: number): void {
  if (/foreign|nondistributable/.test(mediaType)) {
    throw new RegistryError(
      'unsupported',
      `${subject}: the layer ${digest} is not in the registry (${mediaType.slice(0, 100)})`,
      'Its files may be had only from its maker, as those of Windows are. Take an image of Linux.',
    );
  }
  if (size > limit) {
    throw new RegistryError(
      'limit',
      `${subject}: the layer ${digest} has ${size} bytes`,
      `At most ${limit} are taken. Use a smaller image.`,
    );
  }
}

/** @throws {RegistryError}, what the store throws, or the signal's reason. */
export async function fetchLayer(
  client: RegistryClient,
  store: BlobStore,
  request: LayerRequest,
): Promise<FetchedLayer> {
  const members = request.layer.annotations?.[stargzMark] !== undefined;
  const first = await attempt(client, store, request, members);
  if (first.outcome === 'stored') return first;
  // The bytes are what was pushed, so they may be a gzip that browsers refuse.
  const second = first.isGzip && !members ? await attempt(client, store, request, true) : first;
  if (second.outcome === 'stored') return second;
  throw asRegistryError(second.error, request.subject);
}

type Attempt =
  | ({ readonly outcome: 'stored' } & FetchedLayer)
  | { readonly outcome: 'damaged'; readonly error: ImageError; readonly isGzip: boolean };

async function attempt(
  client: RegistryClient,
  store: BlobStore,
  { repository, layer, diffId, subject, signal, onBytes, entries = false }: LayerRequest,
  members: boolean,
): Promise<Attempt> {
  const path = `${subject}, layer ${layer.digest}`;
  const download = downloadBlob(client, {
    repository,
    blob: layer,
    subject,
    signal,
    ...(onBytes && { onBytes }),
  });
  const rest = keepOpen(download);
  try {
    const limit = client.limits.unpackedLayerBytes;
    const reader = entries ? new PassingReader() : undefined;
    const tar = completing(decompressStream(rest, { path, limit, members }), download);
    const stored = await store.put(reader?.through(tar) ?? tar, { digest: diffId });
    return { outcome: 'stored', layer: stored, entries: reader?.finish() };
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    if (error.code !== 'malformed') throw asRegistryError(error, subject);
    // Damaged on the way or pushed so: the digest of all bytes tells, and its error says it better.
    for await (const _ of download) signal?.throwIfAborted();
    return { outcome: 'damaged', error, isGzip: /gzip/.test(layer.mediaType) };
  } finally {
    await download.return(undefined);
  }
}

/**
 * Reads the entries of a tar while it goes to the store. A tar that can't be read is no matter here: whoever wants its
 * files reads it from the store, and is told there what is wrong.
 */
class PassingReader {
  #reader: TarPushReader | undefined = new TarPushReader();

  async *through(tar: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of tar) {
      this.#attempt((reader) => reader.push(piece));
      yield piece;
    }
  }

  finish(): readonly TarEntry[] | undefined {
    return this.#attempt((reader) => reader.finish());
  }

  #attempt<Result>(act: (reader: TarPushReader) => Result): Result | undefined {
    try {
      return this.#reader && act(this.#reader);
    } catch {
      // Also for want of memory: what was read so far is let go.
      this.#reader = undefined;
      return undefined;
    }
  }
}

/** The same pieces; leaving early doesn't end the source. */
async function* keepOpen(source: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
}

/** A decompressor may be done before the download's last bytes; only at its end the digest is verified. */
async function* completing(
  pieces: AsyncGenerator<Uint8Array>,
  download: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* pieces;
  for await (const _ of download);
}
