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
): Promise<Layer> {
  const members = request.layer.annotations?.[stargzMark] !== undefined;
  const first = await attempt(client, store, request, members);
  if (first.outcome === 'stored') return first.layer;
  // The bytes are what was pushed, so they may be a gzip that browsers refuse.
  const second = first.isGzip && !members ? await attempt(client, store, request, true) : first;
  if (second.outcome === 'stored') return second.layer;
  throw asRegistryError(second.error, request.subject);
}

type Attempt =
  | { readonly outcome: 'stored'; readonly layer: Layer }
  | { readonly outcome: 'damaged'; readonly error: ImageError; readonly isGzip: boolean };

async function attempt(
  client: RegistryClient,
  store: BlobStore,
  { repository, layer, diffId, subject, signal, onBytes }: LayerRequest,
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
    const stored = await store.put(completing(decompressStream(rest, { path, limit, members }), download), {
      digest: diffId,
    });
    return { outcome: 'stored', layer: stored };
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
