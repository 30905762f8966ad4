/**
 * Imports images from files: every blob is verified, and layers end up uncompressed in a blob store. What is there
 * already is not unpacked again.
 */
import { type BlobStore, verifyAnnounced } from './blob-store.ts';
import { decompressStream } from './decompress-stream.ts';
import { type Digest, startDigest } from './digest.ts';
import type { Image, Layer } from './image.ts';
import { type ImageConfig, type Platform, parseImageConfig } from './image-config.ts';
import { ImageError } from './image-error.ts';
import type { ImageFiles } from './image-files.ts';
import {
  type ListedImage,
  type Listing,
  listImages,
  missingFile,
  type PackedImage,
} from './image-listing.ts';

export interface ImportOptions {
  /** Which image of several: a tag (`1.2`) or a name with a tag (`app:1.2`). */
  readonly tag?: string;
  readonly platform: Platform;
}

const maximumLayers = 512;
/** Bytes of a layer when it is unpacked: the largest array of bytes that all browsers can make. */
export const largestLayer = 2 * 1024 ** 3 - 1;

/**
 * Reads an image and puts its layers into the store.
 * @throws ImageError when it is damaged, not there, or has no manifest for the platform.
 */
export async function importImage(
  files: ImageFiles,
  store: BlobStore,
  { tag, platform }: ImportOptions,
): Promise<Image> {
  const chosen = chooseByTag(await listImages(files), tag);
  return storeImage(files, await chosen.open(platform), store);
}

function chooseByTag({ path, images }: Listing, tag: string | undefined): ListedImage {
  const fitting =
    tag === undefined ? images : images.filter(({ names }) => names.some((name) => sameName(name, tag)));
  const [image] = fitting;
  if (image !== undefined && fitting.length === 1) return image;
  const known = [...new Set(images.flatMap(({ names }) => names))];
  throw new ImageError('not-found', tag === undefined ? 'holds several images' : `has no image ${tag}`, {
    path,
    ...(known.length === 0 ? {} : { expected: `one of ${known.slice(0, 20).join(', ')}` }),
    remedy: 'Say which one by its tag',
  });
}

/** Whether a stored name (`docker.io/library/app:1`, `1`) is the one asked for (`app:1`, `1`). */
function sameName(stored: string, wanted: string): boolean {
  return stored === wanted || stored.endsWith(`/${wanted}`) || stored.endsWith(`:${wanted}`);
}

/** A layer of the image, and where it is packed. */
interface WantedLayer {
  readonly diffId: Digest;
  readonly announced: PackedImage['layers'][number]['announced'];
}

/**
 * Puts the layers of an image into the store; `onBytes` is told of packed bytes as they are read.
 * @throws ImageError when it is damaged or too large.
 */
export async function storeImage(
  files: ImageFiles,
  packed: PackedImage,
  store: BlobStore,
  onBytes: (bytes: number) => void = () => undefined,
): Promise<Image> {
  const { configBytes, configDigest, path } = packed;
  const config = parseImageConfig(configBytes, path);
  const diffIds = diffIdsOf(config, packed.layers.length, path);
  const sizes = new Map<Digest, number>();
  const wanted = new Map<string, WantedLayer>();
  const kept = new Map((await store.list()).map(({ digest, size }) => [digest, size]));
  for (const [at, { file, announced }] of packed.layers.entries()) {
    const diffId = diffIds[at];
    if (diffId === undefined || sizes.has(diffId)) continue;
    const size = kept.get(diffId);
    if (size !== undefined && (await store.has(diffId))) sizes.set(diffId, size);
    else wanted.set(file, { diffId, announced });
  }
  const again = new Map<string, ImageError>();
  const take = async (members: boolean, file: string, content: AsyncIterable<Uint8Array>): Promise<void> => {
    const layer = wanted.get(file);
    if (layer === undefined) return;
    try {
      const bytes = counted(content, onBytes);
      const { size } = await storeLayer(bytes, layer, { path: `${files.name}, ${file}`, members }, store);
      sizes.set(layer.diffId, size);
      wanted.delete(file);
    } catch (error) {
      if (!(error instanceof ImageError) || error.code !== 'malformed' || members) throw error;
      again.set(file, error);
    }
  };
  await files.each(wanted.keys(), (file, content) => take(false, file, content));
  // Browsers call gzip files in a row damaged, as eStargz has them; the diff ID tells whether they are.
  await files.each(again.keys(), async (file, content) => {
    await take(true, file, content).catch(() => {
      throw again.get(file);
    });
  });
  const [missing] = wanted.keys();
  if (missing !== undefined) throw missingFile(`${files.name}, ${missing}`);
  const layers = diffIds.map((digest): Layer => ({ digest, size: sizes.get(digest) ?? 0 }));
  return { config, configBytes: configBytes.slice(), configDigest, layers };
}

async function* counted(
  content: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const piece of content) {
    onBytes(piece.length);
    yield piece;
  }
}

async function storeLayer(
  content: AsyncIterable<Uint8Array>,
  { diffId, announced }: WantedLayer,
  { path, members }: { readonly path: string; readonly members: boolean },
  store: BlobStore,
): Promise<Layer> {
  const digest = await startDigest();
  const iterator = content[Symbol.asyncIterator]();
  // All bytes are digested, also those that come after the end of what is compressed.
  async function* digested(): AsyncGenerator<Uint8Array> {
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      digest.update(next.value);
      yield next.value;
    }
  }
  async function* verified(): AsyncGenerator<Uint8Array> {
    yield* decompressStream(digested(), { path, limit: largestLayer, members });
    for await (const _ of digested());
    verifyAnnounced({ size: digest.size, digest: digest.finish() }, announced, path);
  }
  try {
    return await store.put(verified(), { digest: diffId });
  } catch (error) {
    throw error instanceof ImageError ? at(error, path) : error;
  }
}

/** The store knows the layer by its digest only; a person looks for it in the file. */
function at(error: ImageError, path: string): ImageError {
  const { code, expected, remedy } = error;
  if (error.path === path || code !== 'digest-mismatch') return error;
  const problem = /has digest sha256:[0-9a-f]+/.exec(error.message)?.[0] ?? 'has another digest';
  return new ImageError(code, problem, {
    path,
    ...(expected === undefined ? {} : { expected }),
    ...(remedy === undefined ? {} : { remedy }),
  });
}

/**
 * The diff IDs of a config that goes with so many layers.
 * @throws ImageError `malformed` when their numbers differ, `limit` when there are too many.
 */
export function diffIdsOf(config: ImageConfig, layers: number, path: string): readonly Digest[] {
  const { diff_ids: diffIds } = config.rootfs;
  if (diffIds.length !== layers) {
    throw new ImageError('malformed', `names ${diffIds.length} diff IDs`, {
      path,
      expected: `${layers}, one for each layer`,
    });
  }
  if (layers > maximumLayers) {
    throw new ImageError('limit', `has ${layers} layers`, { path, expected: `at most ${maximumLayers}` });
  }
  return diffIds;
}
