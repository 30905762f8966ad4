/**
 * Opens a whole file for import: all images of an archive, as `docker load` takes them, or a root filesystem as the one
 * layer of a new image, as `docker import` does it. Nothing is kept before an image is loaded.
 */
import type { BlobStore } from './blob-store.ts';
import type { ByteSource } from './byte-source.ts';
import { type Image, makeImage } from './image.ts';
import type { Platform } from './image-config.ts';
import { ImageError } from './image-error.ts';
import { type ArchiveKind, openImageArchive } from './image-files.ts';
import { largestLayer, storeImage } from './image-import.ts';
import { listImages } from './image-listing.ts';
import { uncompressed } from './tar-walk.ts';

export interface OpenedArchive {
  readonly kind: ArchiveKind;
  readonly images: readonly ArchivedImage[];
}

export interface ArchivedImage {
  /** Whole names as the archive has them: `docker.io/library/app:1`, `app:1`. Empty where it has none. */
  readonly names: readonly string[];
  /**
   * Verifies it and puts its layers into the store. `onBytes` is told of the bytes of the file as they are read.
   * @throws ImageError; the signal's reason when it is aborted.
   */
  load(store: BlobStore, onBytes: (bytes: number) => void): Promise<Image>;
}

export interface OpenOptions {
  readonly platform: Platform;
  /** Milliseconds since the Unix epoch: when a root filesystem becomes an image. */
  readonly now: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Looks through the file once.
 * @throws ImageError when it is damaged or has no image for the platform; the signal's reason when it is aborted.
 */
export async function openForImport(file: ByteSource, options: OpenOptions): Promise<OpenedArchive> {
  const source = stoppable(file, options.signal);
  const { kind, files } = await openImageArchive(source);
  if (kind === 'rootfs') {
    const load: ArchivedImage['load'] = (store, onBytes) => importRootfs(source, store, onBytes, options);
    return { kind, images: [{ names: [], load }] };
  }
  const { path, images } = await listImages(files);
  if (images.length === 0) throw new ImageError('not-found', 'names no image', { path });
  const opened: ArchivedImage[] = [];
  for (const image of images) {
    // Now, so that what is missing is told before anything is kept.
    const packed = await image.open(options.platform);
    opened.push({
      names: image.names.filter(isWhole),
      load: (store, onBytes) => storeImage(files, packed, store, onBytes),
    });
  }
  return { kind, images: opened };
}

/** Not a tag alone, as an OCI layout may have it. */
function isWhole(name: string): boolean {
  return /[:/]/.test(name);
}

/** The tar as it is is the layer: nothing of it is written anew. */
async function importRootfs(
  source: ByteSource,
  store: BlobStore,
  onBytes: (bytes: number) => void,
  { platform, now }: OpenOptions,
): Promise<Image> {
  const told: ByteSource = {
    ...source,
    stream: async function* (start, end) {
      for await (const piece of source.stream(start, end)) {
        onBytes(piece.length);
        yield piece;
      }
    },
  };
  const layer = await store.put(uncompressed(told, { limit: largestLayer }));
  const created = new Date(now).toISOString();
  return makeImage(
    {
      ...platform,
      created,
      config: {},
      rootfs: { type: 'layers', diff_ids: [layer.digest] },
      history: [{ created, comment: `Imported from ${source.name}` }],
    },
    [layer],
  );
}

function stoppable(source: ByteSource, signal: AbortSignal | undefined): ByteSource {
  return {
    ...source,
    stream: async function* (start, end) {
      for await (const piece of source.stream(start, end)) {
        signal?.throwIfAborted();
        yield piece;
      }
    },
  };
}
