/**
 * Images that are kept under names of their own: those that came from a file, and on the command line those that were
 * built. A name stands for one image, as in `docker images`: another image of that name takes its place.
 */
import type { BlobStore } from '../image/blob-store.ts';
import { isDigest, sha256 } from '../image/digest.ts';
import type { Image, Layer } from '../image/image.ts';
import { parseImageConfig } from '../image/image-config.ts';
import { ImageError } from '../image/image-error.ts';
import { canonicalReference, type ImageReference, parseReference } from './reference.ts';

/** Plain data by key, each written whole or not at all. */
export interface ImageRecords {
  get(key: string): Promise<unknown>;
  put(key: string, record: unknown): Promise<void>;
  delete(key: string): Promise<void>;
  list(): Promise<readonly { readonly key: string; readonly record: unknown }[]>;
}

/** Where an image came from: a file, by its name, or a build here. */
export type ImageOrigin = { readonly kind: 'file'; readonly file: string } | { readonly kind: 'build' };

export interface NamedImage {
  /** The whole name: `docker.io/library/app:1`. */
  readonly name: string;
  readonly image: Image;
  readonly origin: ImageOrigin;
  /** Milliseconds since the Unix epoch. */
  readonly kept: number;
}

export class NamedImages {
  readonly #records: ImageRecords;
  readonly #blobs: BlobStore;

  constructor(records: ImageRecords, blobs: BlobStore) {
    this.#records = records;
    this.#blobs = blobs;
  }

  /**
   * Keeps the image under the name; its layers are in the blob store already.
   * @throws {InvalidReferenceError} for what is no name.
   */
  async keep(name: string, image: Image, origin: ImageOrigin, now: number): Promise<string> {
    const whole = wholeName(name);
    const { configBytes, layers } = image;
    const record = {
      version: 1,
      config: configBytes,
      layers: layers.map(({ digest, size }) => ({ digest, size })),
      origin,
      kept: now,
    };
    await this.#records.put(whole, record);
    return whole;
  }

  /** All that can be read, by name. */
  async list(): Promise<readonly NamedImage[]> {
    const found: NamedImage[] = [];
    for (const { key, record } of await this.#records.list()) {
      const image = await parseRecord(key, record);
      if (image !== undefined) found.push(image);
    }
    return found;
  }

  /**
   * The image of that name.
   * @throws ImageError `not-found` when it was kept and a layer of it is gone.
   */
  async find(reference: ImageReference): Promise<NamedImage | undefined> {
    const name = canonicalReference(reference);
    const found = await parseRecord(name, await this.#records.get(name));
    if (found === undefined) return undefined;
    for (const { digest } of found.image.layers) {
      if (await this.#blobs.has(digest)) continue;
      const remedy =
        found.origin.kind === 'file'
          ? `Import ${found.origin.file} again, or remove the image`
          : 'Build it again, or remove the image';
      throw new ImageError('not-found', 'one of its layers is no longer here', { path: name, remedy });
    }
    return found;
  }

  /** Forgets the name; the layers stay for whoever else has them, until they are pruned. */
  async remove(name: string): Promise<void> {
    await this.#records.delete(wholeName(name));
  }
}

function wholeName(name: string): string {
  const { domain, path, tag = 'latest' } = parseReference(name);
  return canonicalReference({ domain, path, tag });
}

/** Undefined for anything but what was written here. */
async function parseRecord(name: string, record: unknown): Promise<NamedImage | undefined> {
  if (!isRecord(record) || record.version !== 1) return undefined;
  const { config: configBytes, layers, origin, kept } = record;
  if (!(configBytes instanceof Uint8Array) || !Array.isArray(layers) || typeof kept !== 'number') {
    return undefined;
  }
  const parsedOrigin = parseOrigin(origin);
  const parsedLayers = layers.map(parseLayer);
  if (parsedOrigin === undefined || parsedLayers.includes(undefined)) return undefined;
  try {
    const config = parseImageConfig(configBytes, name);
    const image: Image = {
      config,
      configBytes,
      configDigest: await sha256(configBytes),
      layers: parsedLayers.filter((layer) => layer !== undefined),
    };
    return { name, image, origin: parsedOrigin, kept };
  } catch (error) {
    if (error instanceof ImageError) return undefined;
    throw error;
  }
}

function parseOrigin(value: unknown): ImageOrigin | undefined {
  if (!isRecord(value)) return undefined;
  if (value.kind === 'build') return { kind: 'build' };
  return value.kind === 'file' && typeof value.file === 'string'
    ? { kind: 'file', file: value.file }
    : undefined;
}

function parseLayer(value: unknown): Layer | undefined {
  if (!isRecord(value) || !isDigest(value.digest) || typeof value.size !== 'number') return undefined;
  return { digest: value.digest, size: value.size };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
