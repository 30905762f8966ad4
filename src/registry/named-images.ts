/**
 * Images that are here under names, as `docker images` lists them: those that came from a file, and those that were
 * built. FROM means them before any registry is asked, as Docker's local images come first.
 */
import type { BlobStore } from '../image/blob-store.ts';
import { type Digest, sha256 } from '../image/digest.ts';
import type { Image, Layer } from '../image/image.ts';
import { parseImageConfig } from '../image/image-config.ts';
import { ImageError } from '../image/image-error.ts';
import { familiarReference, type ImageReference, parseReference } from './reference.ts';

/** An image as it is remembered: plain data. */
export interface ShelvedImage {
  /** Digest of the config. */
  readonly id: Digest;
  /** As people type them, always with a tag: `alpine:3.22`. */
  readonly names: readonly string[];
  readonly origin: 'built' | 'pulled' | 'bundled' | 'imported';
  /** Name of the file that an imported one came from. */
  readonly file?: string;
  /** The config's JSON exactly as it is stored. */
  readonly config: Uint8Array;
  /** Lowest first; their tars are blobs. */
  readonly layers: readonly Layer[];
}

/** Where they are remembered. A name belongs to one image: keeping takes it from whichever had it. */
export interface ImageShelf {
  keep(image: ShelvedImage): Promise<void>;
  list(): Promise<readonly ShelvedImage[]>;
}

export interface NamedImage {
  readonly names: readonly string[];
  readonly image: Image;
  readonly origin: 'built' | 'imported';
  readonly file?: string;
}

export class NamedImages {
  readonly #shelf: ImageShelf;
  readonly #blobs: BlobStore;

  constructor(shelf: ImageShelf, blobs: BlobStore) {
    this.#shelf = shelf;
    this.#blobs = blobs;
  }

  /**
   * Keeps an image from a file under these names; its layers are in the blob store already.
   * @throws {InvalidReferenceError} for what is no name.
   */
  async keepImported(image: Image, names: readonly string[], file: string): Promise<void> {
    const whole = names.map(wholeName);
    await this.#keep(image, { names: whole, origin: 'imported', file });
  }

  /** As `keepImported`, for an image that was built. */
  async keepBuilt(image: Image, names: readonly string[]): Promise<void> {
    await this.#keep(image, { names: names.map(wholeName), origin: 'built' });
  }

  /** Those that came from files. */
  async imported(): Promise<readonly NamedImage[]> {
    return (await this.list()).filter(({ origin }) => origin === 'imported');
  }

  /** All that have a name and were not merely fetched for a build. */
  async list(): Promise<readonly NamedImage[]> {
    const found: NamedImage[] = [];
    for (const shelved of await this.#shelf.list()) {
      const image = shelved.names.length === 0 ? undefined : await named(shelved);
      if (image !== undefined) found.push(image);
    }
    return found;
  }

  /**
   * The image of that name.
   * @throws ImageError `not-found` when it came from a file and a layer of it is gone.
   */
  async find(reference: ImageReference): Promise<NamedImage | undefined> {
    if (reference.digest !== undefined) return undefined;
    const name = familiarReference(reference);
    const shelved = (await this.#shelf.list()).find(({ names }) => names.includes(name));
    const found = shelved && (await named(shelved));
    if (found === undefined) return undefined;
    for (const { digest } of found.image.layers) {
      if (await this.#blobs.has(digest)) continue;
      if (found.origin === 'built') return undefined;
      throw new ImageError('not-found', 'one of its layers is no longer here', {
        path: name,
        remedy: `Import ${found.file ?? 'its file'} again, or remove the image`,
      });
    }
    return found;
  }

  async #keep(image: Image, facts: Pick<ShelvedImage, 'names' | 'origin' | 'file'>): Promise<void> {
    const { configDigest: id, configBytes: config, layers } = image;
    await this.#shelf.keep({ id, config, layers, ...facts });
  }
}

function wholeName(name: string): string {
  const { domain, path, tag = 'latest' } = parseReference(name);
  return familiarReference({ domain, path, tag });
}

/** Undefined for one that was fetched, and for one that was damaged. */
async function named({
  id,
  names,
  origin,
  file,
  config,
  layers,
}: ShelvedImage): Promise<NamedImage | undefined> {
  if (origin !== 'built' && origin !== 'imported') return undefined;
  if ((await sha256(config)) !== id) return undefined;
  try {
    const parsed = parseImageConfig(config, names[0] ?? id);
    const image: Image = { config: parsed, configBytes: config, configDigest: id, layers };
    return { names, image, origin, ...(file === undefined ? {} : { file }) };
  } catch (error) {
    if (error instanceof ImageError) return undefined;
    throw error;
  }
}
