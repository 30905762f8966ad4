/** The images on the store's shelf as the docker commands speak of them: found by name or id, named, removed. */
import { type Digest, isDigest } from '../image/digest.ts';
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

/** By layer: bytes of its files. Found by reading it once, and remembered. */
const sizeCollection = 'layer-file-bytes';

export class KeptImages {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async list(): Promise<readonly ListedImage[]> {
    const images = await this.#store.images.list();
    return Promise.all(images.map((image) => this.#listed(image)));
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
    return { ...(await this.#listed(image)), config: new TextDecoder().decode(image.config) };
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

  async #listed({ id, names, origin, config, layers }: KeptImage): Promise<ListedImage> {
    const created = createdOf(config);
    const listed = await Promise.all(
      layers.map(async ({ digest, size }) => ({ digest, size, fileBytes: await this.#fileBytes(digest) })),
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
  async #fileBytes(digest: Digest): Promise<number> {
    const sizes = this.#store.collection<unknown>(sizeCollection);
    const known = await sizes.get(digest);
    if (typeof known === 'number') return known;
    const tar = await this.#store.blobs.get(digest);
    if (tar === undefined) return 0;
    let bytes = 0;
    for (const { type, content } of readTar(tar)) if (type === 'file') bytes += content.length;
    await sizes.put(digest, bytes);
    return bytes;
  }
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
