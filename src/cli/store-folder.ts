/** Where layers and cache records are kept between builds: a folder, by default in the user's cache. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { CacheRecords } from '../build/ports.ts';
import type { BlobStore } from '../image/blob-store.ts';
import type { ImageShelf, ShelvedImage } from '../registry/named-images.ts';
import { BlobFolder } from './blob-folder.ts';
import { ImageFolder } from './image-folder.ts';
import { RecordFolder } from './record-folder.ts';

export interface StoreFolder {
  readonly blobs: BlobStore;
  readonly cache: RecordFolder<unknown>;
  /** What was pulled from registries before, and pushed to them. */
  readonly pulled: CacheRecords;
  /** Images that were built with a name. */
  readonly images: ImageShelf;
}

export async function openStoreFolder(folder: string): Promise<StoreFolder> {
  const blobs = new BlobFolder(folder);
  const cache = new RecordFolder<unknown>(folder, 'build');
  const pulled = new RecordFolder<unknown>(folder, 'registry');
  const images = new RecordFolder<ShelvedImage>(folder, 'images');
  await Promise.all([blobs.tidy(), cache.tidy(), pulled.tidy(), images.tidy()]);
  return { blobs, cache, pulled, images: new ImageFolder(images) };
}

/** `$XDG_CACHE_HOME/drydock`, else `~/.cache/drydock` (XDG Base Directory Specification). */
export function defaultStoreFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const cache = environment.XDG_CACHE_HOME;
  // The specification has relative paths ignored.
  if (cache?.startsWith('/')) return join(cache, 'drydock');
  return join(environment.HOME || homedir(), '.cache', 'drydock');
}
