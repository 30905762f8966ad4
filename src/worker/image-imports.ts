/** Images that come to the page as files: recognised, imported, listed. FROM finds them by name before all others. */
import { type ArchivedImage, openForImport } from '../image/archive-import.ts';
import type { BlobStore } from '../image/blob-store.ts';
import { blobSource } from '../image/byte-source.ts';
import type { Platform } from '../image/image-config.ts';
import { ImageError } from '../image/image-error.ts';
import { recognise } from '../image/recognise.ts';
import { type NamedImage, NamedImages } from '../registry/named-images.ts';
import { InvalidReferenceError, parseReference } from '../registry/reference.ts';
import type { Store } from '../store/store.ts';
import { StoreError } from '../store/store-error.ts';
import type { TransferCalls } from './protocol/transfers.ts';
import type { ImportedImage, ImportOutcome, ImportRequest, Watch } from './protocol.ts';

export const defaultPlatform = 'linux/amd64';

export function namedImages(store: Store): NamedImages {
  return new NamedImages(store.images, store.blobs);
}

export async function listImported(named: NamedImages): Promise<readonly ImportedImage[]> {
  return (await named.imported()).map(described);
}

export function recogniseImage(file: Blob): ReturnType<TransferCalls['recogniseImage']> {
  return recognise(blobSource(file, 'file'));
}

/** Never rejects for what is wrong with the file. */
export async function importImageFile(
  request: ImportRequest,
  named: NamedImages,
  blobs: BlobStore,
  { signal, onProgress }: Watch = {},
): Promise<ImportOutcome> {
  const { file, fileName, name, platform } = request;
  const source = blobSource(file, fileName);
  try {
    if (name !== undefined) parseReference(name);
    const now = Date.now();
    const { images } = await openForImport(source, {
      platform: parsePlatform(platform ?? defaultPlatform),
      now,
      signal,
    });
    const wanted = withNames(images, name);
    if (wanted === undefined) return { outcome: 'nameless', suggestion: suggestedName(fileName) };
    let current = 0;
    const onBytes = (bytes: number): void => {
      current = Math.min(current + bytes, file.size);
      onProgress?.({ current, total: file.size, label: fileName });
    };
    const loaded = [];
    for (const each of wanted) {
      loaded.push({ names: each.names, image: await each.image.load(blobs, onBytes) });
    }
    // Names last: one that is kept has all its layers.
    const ids = new Set<string>();
    for (const { names, image } of loaded) {
      await named.keepImported(image, names, fileName);
      ids.add(image.configDigest);
    }
    return { outcome: 'imported', images: (await listImported(named)).filter(({ id }) => ids.has(id)) };
  } catch (error) {
    if (signal?.aborted) return { outcome: 'cancelled' };
    return failure(error, fileName);
  }
}

function failure(error: unknown, fileName: string): ImportOutcome {
  if (error instanceof ImageError) {
    if (error.platforms.length > 0) return { outcome: 'no-platform', platforms: error.platforms };
    const place = error.message.includes(fileName) ? '' : `${fileName}, `;
    return { outcome: 'failed', message: `${place}${error.message}.` };
  }
  if (error instanceof InvalidReferenceError) {
    return {
      outcome: 'failed',
      message: `${error.message}. A name is like app, app:1.2 or team/app:1.2, in small letters.`,
    };
  }
  if (error instanceof StoreError) return { outcome: 'failed', message: error.message };
  // The file was moved or changed since it was chosen.
  if (error instanceof DOMException) {
    return { outcome: 'failed', message: `The file can’t be read any more: ${error.message}` };
  }
  throw error;
}

interface NamedArchivedImage {
  readonly image: ArchivedImage;
  readonly names: readonly string[];
}

/** Undefined when there is no name at all. A name that the person gave is for the one image there is. */
function withNames(
  images: readonly ArchivedImage[],
  given: string | undefined,
): readonly NamedArchivedImage[] | undefined {
  const [only] = images;
  if (only !== undefined && images.length === 1) {
    const names = given === undefined ? only.names.filter(isName) : [given];
    return names.length === 0 ? undefined : [{ image: only, names }];
  }
  const known = images
    .map((image) => ({ image, names: image.names.filter(isName) }))
    .filter(({ names }) => names.length > 0);
  if (known.length > 0) return known;
  throw new ImageError('not-found', 'holds several images, and none of them has a name', {
    remedy: 'Save them one by one, or with their names',
  });
}

function isName(text: string): boolean {
  try {
    return parseReference(text).digest === undefined;
  } catch {
    return false;
  }
}

/** `Debian 12 (rootfs).tar.gz` → `debian-12-rootfs` */
function suggestedName(fileName: string): string {
  const stem = fileName.replace(/\.(?:tar|tgz|gz|zst|tzst|oci|img)(?=\.|$)/gi, '');
  const name = stem
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80);
  return name.replace(/-+$/, '') || 'imported';
}

/** `linux/arm64/v8` */
export function parsePlatform(text: string): Platform {
  const [os = '', architecture = '', variant] = text.split('/');
  return { os, architecture, ...(variant === undefined ? {} : { variant }) };
}

function described({ names, image, file = '' }: NamedImage): ImportedImage {
  const { os, architecture, variant } = image.config;
  return {
    names,
    id: image.configDigest,
    platform: [os, architecture, variant].filter(Boolean).join('/'),
    layers: image.layers.length,
    size: image.layers.reduce((sum, { size }) => sum + size, 0),
    file,
  };
}
