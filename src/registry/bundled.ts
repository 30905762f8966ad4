/**
 * Base images that come with the page, so that a build works with no network: finds the one that a reference
 * means, and gives its blobs, digests verified. Made by `npm run images`; see docs/decisions/061-bundled-images.md.
 */
import type { BlobStore } from '../image/blob-store.ts';
import { type Digest, isDigest, sha256 } from '../image/digest.ts';
import type { Image } from '../image/image.ts';
import { type ImageConfig, parseImageConfig } from '../image/image-config.ts';
import { ImageError } from '../image/image-error.ts';
import { readableFiles } from '../image/image-files.ts';
import { diffIdsOf, importImage } from '../image/image-import.ts';
import { marshalIndex, mediaTypes, parseManifest } from '../image/manifest.ts';
import { type AssembledBlob, type Catalog, type CatalogImage, parseCatalog } from './catalog.ts';
import { familiarReference, type ImageReference, parseReference } from './reference.ts';

/** The bytes of a file that comes with the page, e.g. `images/catalog.json`; rejects when it can't be had. */
export type FetchFile = (path: string) => Promise<Uint8Array>;

/** A bundled image that a reference means. */
export interface BundledMatch {
  readonly image: CatalogImage;
  readonly manifest: Digest;
  /** What the author should know, sentences: that it is a stand-in, for which version, and what it lacks. */
  readonly notes: readonly string[];
}

/** Bytes of a blob that is kept in memory once it was fetched. */
const smallBlob = 16 * 1024;

export class BundledImages {
  readonly #fetchFile: FetchFile;
  #catalog: Promise<Catalog> | undefined;
  #module: Promise<Uint8Array> | undefined;
  readonly #imported = new Map<Digest, Image>();
  readonly #configs = new Map<Digest, Promise<ImageConfig>>();
  /** Manifests and configs, verified: a build asks for what the editor's checks have fetched. */
  readonly #small = new Map<Digest, Uint8Array>();

  constructor(fetchFile: FetchFile) {
    this.#fetchFile = fetchFile;
  }

  async list(): Promise<readonly CatalogImage[]> {
    return (await this.#loadCatalog()).images;
  }

  /** The image that stands for the reference; undefined when none of the repository is bundled. */
  async resolve(reference: ImageReference): Promise<BundledMatch | undefined> {
    const { images } = await this.#loadCatalog();
    const candidates = images.filter(({ name }) => {
      const { domain, path } = parseReference(name);
      return domain === reference.domain && path === reference.path;
    });
    if (reference.digest !== undefined) {
      const image = candidates.find(({ manifest }) => manifest === reference.digest);
      return image && { image, manifest: image.manifest, notes: notesOn(image, image.name, true) };
    }
    const wanted = readTag(reference.tag ?? 'latest');
    const best = candidates
      .map((image) => ({ image, ...likeness(wanted, readTag(parseReference(image.name).tag ?? '')) }))
      .reduce<Ranked | undefined>(
        (winner, each) => (winner && winner.rank >= each.rank ? winner : each),
        undefined,
      );
    if (best === undefined) return undefined;
    const { image, compatible } = best;
    return {
      image,
      manifest: image.manifest,
      notes: notesOn(image, familiarReference(reference), compatible),
    };
  }

  /** The image's config, without its layers; kept, since editors ask for it at every keystroke. */
  config({ image, manifest }: BundledMatch): Promise<ImageConfig> {
    const known = this.#configs.get(manifest);
    if (known !== undefined) return known;
    const loading = this.#loadConfig(manifest, image.name);
    this.#configs.set(manifest, loading);
    loading.catch(() => this.#configs.delete(manifest));
    return loading;
  }

  async #loadConfig(digest: Digest, name: string): Promise<ImageConfig> {
    const parsed = parseManifest(await this.blob(digest), name);
    if (parsed.kind !== 'manifest') {
      throw new ImageError('malformed', 'is no manifest', { path: name });
    }
    return parseImageConfig(await this.blob(parsed.manifest.config.digest), name);
  }

  /**
   * The image itself, its layers put into the store; at once when they are still there from before.
   * @throws {ImageError} when a part of it can't be had or was damaged.
   */
  async load({ image, manifest }: BundledMatch, store: BlobStore): Promise<Image> {
    const known = this.#imported.get(manifest);
    if (known !== undefined) {
      const kept = await Promise.all(known.layers.map(({ digest }) => store.has(digest)));
      if (kept.every(Boolean)) return known;
    }
    const kept = await this.#kept(manifest, image.name, store);
    if (kept !== undefined) {
      this.#imported.set(manifest, kept);
      return kept;
    }
    const size = (await this.blob(manifest)).length;
    const index = marshalIndex({
      mediaType: mediaTypes.index,
      manifests: [{ mediaType: mediaTypes.manifest, digest: manifest, size }],
    });
    const files = readableFiles(image.name, async (path) => {
      if (path === 'index.json') return new TextEncoder().encode(index);
      const digest = `sha256:${path.slice(path.lastIndexOf('/') + 1)}`;
      return isDigest(digest) ? this.blob(digest) : undefined;
    });
    const platform = { architecture: 'amd64', os: 'linux' };
    const imported = await importImage(files, store, { platform });
    this.#imported.set(manifest, imported);
    return imported;
  }

  /** The image when the store has its layers from another visit: nothing is fetched but its manifest and config. */
  async #kept(digest: Digest, name: string, store: BlobStore): Promise<Image | undefined> {
    const parsed = parseManifest(await this.blob(digest), name);
    if (parsed.kind !== 'manifest') return undefined;
    const { layers, config: described } = parsed.manifest;
    const there = await Promise.all(layers.map((layer) => store.has(layer.digest)));
    if (!there.every(Boolean)) return undefined;
    const configBytes = await this.blob(described.digest);
    const config = parseImageConfig(configBytes, name);
    const diffIds = diffIdsOf(config, layers.length, name);
    // What is in the store under the manifest's digest is the layer itself only where it is not compressed.
    if (layers.some((layer, at) => layer.digest !== diffIds[at])) return undefined;
    return {
      config,
      configBytes,
      configDigest: described.digest,
      layers: layers.map(({ digest: diffId, size }) => ({ digest: diffId, size })),
    };
  }

  /**
   * A manifest, config or layer of a bundled image.
   * @throws {ImageError} when it is not bundled, or was damaged.
   */
  async blob(digest: Digest): Promise<Uint8Array> {
    const known = this.#small.get(digest);
    if (known !== undefined) return known;
    const catalog = await this.#loadCatalog();
    const parts = catalog.assembled.find((blob) => blob.digest === digest);
    const bytes = parts === undefined ? await this.#fetchBlob(digest) : await this.#assemble(parts);
    const found = await sha256(bytes);
    if (found === digest) {
      if (bytes.length <= smallBlob) this.#small.set(digest, bytes);
      return bytes;
    }
    throw new ImageError('digest-mismatch', `a bundled image has digest ${found}`, {
      path: blobPath(digest),
      expected: digest,
      remedy:
        'The files under images/ and busybox.wasm do not belong together: reload the page, or run ' +
        '`npm run images` where the page is built',
    });
  }

  #loadCatalog(): Promise<Catalog> {
    this.#catalog ??= this.#fetchFile('images/catalog.json')
      .then((bytes) => parseCatalog(new TextDecoder().decode(bytes)))
      .catch((error) => {
        this.#catalog = undefined;
        throw notAvailable('images/catalog.json', error);
      });
    return this.#catalog;
  }

  #loadModule(): Promise<Uint8Array> {
    this.#module ??= this.#fetchFile('busybox.wasm').catch((error) => {
      this.#module = undefined;
      throw notAvailable('busybox.wasm', error);
    });
    return this.#module;
  }

  #fetchBlob(digest: Digest): Promise<Uint8Array> {
    const path = blobPath(digest);
    return this.#fetchFile(path).catch((error) => {
      throw notAvailable(path, error);
    });
  }

  async #assemble({ head, tail, size }: AssembledBlob): Promise<Uint8Array> {
    const [start, module, end] = await Promise.all([
      this.#fetchBlob(head),
      this.#loadModule(),
      this.#fetchBlob(tail),
    ]);
    if (start.length + module.length + end.length !== size) return new Uint8Array(0);
    const bytes = new Uint8Array(size);
    bytes.set(start);
    bytes.set(module, start.length);
    bytes.set(end, start.length + module.length);
    return bytes;
  }
}

/**
 * For each program that a stand-in lacks: what to tell the person whose step asked for it. `typed` is the image
 * as it was written.
 */
export function missingProgramTexts(image: CatalogImage, typed: string): ReadonlyMap<string, string> {
  return new Map(
    image.missing.map(({ program, reason, instead }) => [
      program,
      `${program} is not in ${image.standIn ? `the offline stand-in for ${typed}` : typed}. ${reason} ${instead}`,
    ]),
  );
}

function blobPath(digest: Digest): string {
  return isDigest(digest) ? `images/blobs/sha256/${digest.slice('sha256:'.length)}` : 'images/blobs';
}

function notAvailable(path: string, error: unknown): ImageError {
  const said = error instanceof Error ? error.message : String(error);
  return new ImageError('not-found', `this part of the page could not be loaded: ${said}`, {
    path,
    remedy: 'Look whether the page is still reachable, and try again',
  });
}

interface Tag {
  /** `[14, 21]` of `14.21-alpine`. */
  readonly version: readonly string[];
  readonly alpine: boolean;
}

interface Ranked {
  readonly image: CatalogImage;
  readonly rank: number;
  readonly compatible: boolean;
}

function readTag(tag: string): Tag {
  const version = /^v?(\d+(?:\.\d+)*)/.exec(tag)?.[1]?.split('.') ?? [];
  return { version, alpine: tag.includes('alpine') };
}

/** How well a bundled tag serves for the wanted one; compatible when it contradicts nothing that was asked for. */
function likeness(wanted: Tag, bundled: Tag): { readonly rank: number; readonly compatible: boolean } {
  const shared = Math.min(wanted.version.length, bundled.version.length);
  const differing = wanted.version.findIndex((part, at) => part !== bundled.version[at]);
  const common = differing < 0 ? wanted.version.length : differing;
  const sameSystem = wanted.alpine === bundled.alpine;
  return { rank: (sameSystem ? 100 : 0) + common, compatible: common >= shared };
}

function notesOn(image: CatalogImage, typed: string, compatible: boolean): readonly string[] {
  if (!image.standIn) return compatible ? [] : [`${typed} is not bundled; ${image.name} takes its place.`];
  const programs = image.missing.map(({ program }) => program);
  return [
    `${typed} is an offline stand-in here. It has: ${lowerFirst(image.summary)}`,
    ...(compatible ? [] : [`It stands for ${image.name}: ${typed} itself is not bundled.`]),
    `It lacks ${programs.join(', ')}. A step that needs one of them fails, and says what to do.`,
  ];
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
