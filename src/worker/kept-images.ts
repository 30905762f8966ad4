/** The images on the store's shelf as the docker commands speak of them: found by name or id, named, removed. */
import { type Digest, isDigest } from '../image/digest.ts';
import { dockerLayerSize } from '../image/layer-size.ts';
import { readTar } from '../image/tar-reader.ts';
import {
  canonicalReference,
  familiarReference,
  InvalidReferenceError,
  parseReference,
} from '../registry/reference.ts';
import type { KeptImage } from '../store/kept-image.ts';
import type { Store } from '../store/store.ts';
import type { ImageDetails, ListedImage, RemovedImage } from './protocol/kept-images.ts';

/** What the Docker daemon answers; the message is its sentence. */
export class DaemonError extends Error {
  override readonly name = 'DaemonError';
}

/** By layer: its `LayerSizes`. Found by reading it once, and remembered. */
const sizeCollection = 'layer-file-bytes';

/** What Docker counts of a layer that it built, and of one that it pulled or loaded: bytes. */
interface LayerSizes {
  readonly built: number;
  readonly base: number;
}

export class KeptImages {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async list(): Promise<readonly ListedImage[]> {
    const images = await this.#store.images.list();
    return Promise.all(images.map((image) => this.#listed(image, images)));
  }

  /** @throws {DaemonError} when there is none. */
  async find(reference: string): Promise<KeptImage> {
    const images = await this.#store.images.list();
    const id = reference.replace(/^sha256:/, '');
    const canonical = canonicalName(reference);
    const named = images.find(({ names }) => names.some((name) => canonicalName(name) === canonical));
    if (named !== undefined) return named;
    const byId = /^[0-9a-f]{1,64}$/.test(id)
      ? images.filter((image) => image.id.startsWith(`sha256:${id}`))
      : [];
    const [only] = byId;
    if (only !== undefined && byId.length === 1) return only;
    throw new DaemonError(`No such image: ${familiar(reference)}`);
  }

  async details(reference: string): Promise<ImageDetails> {
    const image = await this.find(reference);
    const listed = await this.#listed(image, await this.#store.images.list());
    return { ...listed, config: new TextDecoder().decode(image.config) };
  }

  /** @throws {DaemonError} */
  async tag(reference: string, name: string): Promise<void> {
    const image = await this.find(reference);
    await this.#store.images.keep({ ...image, names: [familiar(name)] });
  }

  /**
   * Takes the names that go; `deleted` is what the caller has to forget.
   * @throws {DaemonError}
   */
  async remove(reference: string, force: boolean): Promise<RemovedImage & { readonly deleted?: Digest }> {
    const image = await this.find(reference);
    const canonical = canonicalName(reference);
    const named = image.names.filter((name) => canonicalName(name) === canonical);
    const untagged = named.length > 0 ? named : image.names;
    if (named.length === 0 && image.names.length > 1 && !force) {
      throw new DaemonError(
        `conflict: unable to delete ${image.id.slice('sha256:'.length, 'sha256:'.length + 12)} (must be forced) - ` +
          'image is referenced in multiple repositories',
      );
    }
    const left = image.names.filter((name) => !untagged.includes(name));
    if (left.length === 0) return { untagged, deleted: image.id };
    await this.#store.images.rename(image.id, left);
    return { untagged };
  }

  async #listed(image: KeptImage, among: readonly KeptImage[]): Promise<ListedImage> {
    const { id, names, origin, config, layers } = image;
    const created = createdOf(config);
    const fromBase = baseLayers(image, among);
    const listed = await Promise.all(
      layers.map(async ({ digest, size }, index) => {
        const sizes = await this.#sizes(digest);
        return { digest, size, fileBytes: index < fromBase ? sizes.base : sizes.built };
      }),
    );
    return {
      id,
      names,
      origin,
      size: listed.reduce((sum, { fileBytes }) => sum + fileBytes, 0),
      layers: listed,
      ...(created === undefined ? {} : { created }),
    };
  }

  /** Of a layer that is not there any more, 0. */
  async #sizes(digest: Digest): Promise<LayerSizes> {
    const known = this.#store.collection<unknown>(sizeCollection);
    const sizes = parseSizes(await known.get(digest));
    if (sizes !== undefined) return sizes;
    const tar = await this.#store.blobs.get(digest);
    if (tar === undefined) return { built: 0, base: 0 };
    const entries = [...readTar(tar)];
    const counted = { built: dockerLayerSize(entries, 'built'), base: dockerLayerSize(entries, 'base') };
    await known.put(digest, counted);
    return counted;
  }
}

/** So many of its lowest layers were not built here: those that it shares with an image that no build made. */
function baseLayers({ layers }: KeptImage, among: readonly KeptImage[]): number {
  return among.reduce((most, { origin, layers: others }) => {
    if (origin === 'built') return most;
    const different = layers.findIndex(({ digest }, index) => digest !== others[index]?.digest);
    return Math.max(most, different === -1 ? layers.length : different);
  }, 0);
}

function parseSizes(value: unknown): LayerSizes | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { built, base } = value as Partial<Record<keyof LayerSizes, unknown>>;
  return typeof built === 'number' && typeof base === 'number' ? { built, base } : undefined;
}

function canonicalName(name: string): string | undefined {
  try {
    return canonicalReference(parseReference(name));
  } catch (error) {
    if (error instanceof InvalidReferenceError) return undefined;
    throw error;
  }
}

function familiar(name: string): string {
  try {
    return familiarReference(parseReference(name));
  } catch (error) {
    if (error instanceof InvalidReferenceError) {
      if (isDigest(name)) return name;
      throw new DaemonError(error.message);
    }
    throw error;
  }
}

function createdOf(config: Uint8Array): string | undefined {
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(config));
    if (typeof json !== 'object' || json === null) return undefined;
    const { created } = json as { readonly created?: unknown };
    return typeof created === 'string' ? created : undefined;
  } catch {
    return undefined;
  }
}
