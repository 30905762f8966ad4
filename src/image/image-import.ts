/**
 * Imports images: OCI layouts (image-layout.md) and `docker save` archives, old (`manifest.json` and `layer.tar`)
 * and new (`blobs/sha256`). Every blob is verified; layers end up uncompressed in a blob store.
 */
import { fromText } from '../filesystem/byte-string.ts';
import { lookup } from '../filesystem/lookup.ts';
import { emptyTree } from '../filesystem/tree.ts';
import { unpackArchive } from './archive.ts';
import { type BlobStore, verifyAnnounced } from './blob-store.ts';
import { decompress } from './compression.ts';
import { type Digest, isDigest, sha256 } from './digest.ts';
import { type ParsedObject, parseObject } from './go-json.ts';
import type { Image, Layer } from './image.ts';
import { type ImageConfig, type Platform, parseImageConfig } from './image-config.ts';
import { ImageError } from './image-error.ts';
import { choosePlatform, type Descriptor, type Index, parseManifest } from './manifest.ts';

/** The files of an OCI layout or of a `docker save` archive, wherever they are. */
export interface ImageFiles {
  /** How errors call it: a file name. */
  readonly name: string;
  /** A file by its path, e.g. `blobs/sha256/…`; undefined when there is none. */
  read(path: string): Promise<Uint8Array | undefined>;
}

export interface ImportOptions {
  /** Which image of several: a tag (`1.2`) or a name with a tag (`app:1.2`). */
  readonly tag?: string;
  readonly platform: Platform;
}

const maximumLayers = 512;
const maximumIndexDepth = 4;

/**
 * The files of a tar archive, which may be compressed.
 * @throws ImageError when it can't be read.
 */
export async function tarFiles(bytes: Uint8Array, name: string): Promise<ImageFiles> {
  const tree = unpackArchive(emptyTree, await decompress(bytes, { path: name }));
  return {
    name,
    // Old `docker save` archives have symbolic links among their layers.
    read: async (path) => {
      const found = lookup(tree, fromText(path));
      return found.outcome === 'found' && found.node.type === 'file' ? found.node.content : undefined;
    },
  };
}

/**
 * Reads an image and puts its layers into the store.
 * @throws ImageError when it is damaged, not there, or has no manifest for the platform.
 */
export async function importImage(
  files: ImageFiles,
  store: BlobStore,
  options: ImportOptions,
): Promise<Image> {
  const index = await files.read('index.json');
  if (index !== undefined) return importOciLayout(files, index, store, options);
  const manifest = await files.read('manifest.json');
  if (manifest !== undefined) return importDockerArchive(files, manifest, store, options);
  throw new ImageError('not-found', 'holds no image', {
    path: files.name,
    expected: 'an OCI layout (index.json) or the output of docker save (manifest.json)',
    remedy:
      'Make one with `docker save -o image.tar NAME` or `skopeo copy docker://NAME oci-archive:image.tar`',
  });
}

async function importOciLayout(
  files: ImageFiles,
  indexBytes: Uint8Array,
  store: BlobStore,
  options: ImportOptions,
): Promise<Image> {
  const path = `${files.name}, index.json`;
  const parsed = parseManifest(indexBytes, path);
  if (parsed.kind !== 'index') throw new ImageError('malformed', 'is no index', { path });
  const chosen = chooseByTag(parsed.index, options, path);
  const { manifest } = await readManifest(files, chosen, options.platform, 0);
  const configBytes = await readBlob(files, manifest.config);
  return storeImage(
    { configBytes, configDigest: manifest.config.digest, path: place(files, manifest.config) },
    manifest.layers.map((layer) => ({
      path: place(files, layer),
      read: () => readBlob(files, layer),
    })),
    store,
  );
}

const refName = 'org.opencontainers.image.ref.name';
const containerdName = 'io.containerd.image.name';

function chooseByTag(index: Index, { tag, platform }: ImportOptions, path: string): Descriptor {
  const names = ({ annotations = {} }: Descriptor) =>
    [annotations[refName], annotations[containerdName]].filter((name) => name !== undefined);
  const fitting =
    tag === undefined
      ? index.manifests
      : index.manifests.filter((manifest) => names(manifest).some((name) => sameName(name, tag)));
  const [first] = fitting;
  const same = fitting.every(({ digest }) => digest === first?.digest);
  const chosen = same ? first : choosePlatform({ ...index, manifests: fitting }, platform);
  const ambiguous =
    !same && tag === undefined && fitting.every((manifest) => manifest.platform === undefined);
  if (chosen !== undefined && !ambiguous) return chosen;
  const known = [...new Set(index.manifests.flatMap(names))];
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

async function readManifest(
  files: ImageFiles,
  descriptor: Descriptor,
  platform: Platform,
  depth: number,
): Promise<Extract<ReturnType<typeof parseManifest>, { kind: 'manifest' }>> {
  const path = place(files, descriptor);
  const parsed = parseManifest(await readBlob(files, descriptor), path);
  if (parsed.kind === 'manifest') return parsed;
  const chosen = choosePlatform(parsed.index, platform);
  if (chosen === undefined || depth >= maximumIndexDepth) {
    const platforms = parsed.index.manifests.map((entry) => entry.platform && platformText(entry.platform));
    throw new ImageError('not-found', `has no image for ${platformText(platform)}`, {
      path,
      expected: platforms.filter((text) => text !== undefined).join(', ') || 'a manifest',
      remedy: 'Choose one of these platforms',
    });
  }
  return readManifest(files, chosen, platform, depth + 1);
}

function platformText({ os, architecture, variant }: Platform): string {
  return [os, architecture, variant].filter(Boolean).join('/');
}

function blobPath(digest: Digest): string {
  return `blobs/sha256/${digest.slice('sha256:'.length)}`;
}

function place(files: ImageFiles, { digest }: Descriptor): string {
  return `${files.name}, ${blobPath(digest)}`;
}

async function readBlob(files: ImageFiles, descriptor: Descriptor): Promise<Uint8Array> {
  const { digest, size } = descriptor;
  const bytes = await files.read(blobPath(digest));
  if (bytes === undefined) throw missing(place(files, descriptor));
  verifyAnnounced(
    { size: bytes.length, digest: await sha256(bytes) },
    { digest, size },
    place(files, descriptor),
  );
  return bytes;
}

function missing(path: string): ImageError {
  return new ImageError('not-found', 'is named by the image, and is not there', {
    path,
    remedy: 'The image was copied in part: export it again',
  });
}

async function importDockerArchive(
  files: ImageFiles,
  manifestBytes: Uint8Array,
  store: BlobStore,
  { tag }: ImportOptions,
): Promise<Image> {
  const path = `${files.name}, manifest.json`;
  const images = parseList(manifestBytes, path);
  const chosen =
    tag === undefined ? images : images.filter(({ tags }) => tags.some((name) => sameName(name, tag)));
  const [image] = chosen;
  if (image === undefined || chosen.length > 1) {
    throw new ImageError('not-found', tag === undefined ? 'holds several images' : `has no image ${tag}`, {
      path,
      expected: `one of ${images
        .flatMap(({ tags }) => tags)
        .slice(0, 20)
        .join(', ')}`,
      remedy: 'Say which one by its tag',
    });
  }
  const read = async (file: string): Promise<Uint8Array> => {
    const bytes = await files.read(file);
    if (bytes === undefined) throw missing(`${files.name}, ${file}`);
    return bytes;
  };
  const configBytes = await read(image.config);
  const configDigest = await sha256(configBytes);
  const named = `sha256:${/([0-9a-f]{64})(\.json)?$/.exec(image.config)?.[1] ?? ''}`;
  const configPath = `${files.name}, ${image.config}`;
  if (isDigest(named)) {
    verifyAnnounced({ digest: configDigest, size: configBytes.length }, { digest: named }, configPath);
  }
  return storeImage(
    { configBytes, configDigest, path: configPath },
    image.layers.map((file) => ({ path: `${files.name}, ${file}`, read: () => read(file) })),
    store,
  );
}

interface SavedImage {
  readonly config: string;
  readonly tags: readonly string[];
  readonly layers: readonly string[];
}

function parseList(bytes: Uint8Array, path: string): SavedImage[] {
  // A list, where all other documents are objects.
  const wrapped = new TextEncoder().encode(`{"images":${new TextDecoder().decode(bytes)}}`);
  return parseObject(wrapped, path)
    .objects('images')
    .map((json: ParsedObject) => {
      const config = json.string('Config');
      if (config === undefined) {
        throw new ImageError('malformed', 'names no config', { path: json.path, expected: '"Config"' });
      }
      return { config, tags: json.strings('RepoTags') ?? [], layers: json.strings('Layers') ?? [] };
    });
}

interface PackedLayer {
  readonly path: string;
  read(): Promise<Uint8Array>;
}

async function storeImage(
  source: { readonly configBytes: Uint8Array; readonly configDigest: Digest; readonly path: string },
  packed: readonly PackedLayer[],
  store: BlobStore,
): Promise<Image> {
  const config = parseImageConfig(source.configBytes, source.path);
  const diffIds = diffIdsOf(config, packed.length, source.path);
  const layers: Layer[] = [];
  for (const [at, layer] of packed.entries()) {
    const diffId = diffIds[at];
    if (diffId !== undefined) layers.push(await unpackLayer(await layer.read(), diffId, layer.path, store));
  }
  return { config, configBytes: source.configBytes.slice(), configDigest: source.configDigest, layers };
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

/**
 * Decompresses a layer, verifies that it is what the config says, and puts it into the store.
 * @throws ImageError `malformed`, `limit` or `digest-mismatch`.
 */
export async function unpackLayer(
  bytes: Uint8Array,
  diffId: Digest,
  path: string,
  store: BlobStore,
): Promise<Layer> {
  const tar = await decompress(bytes, { path });
  verifyAnnounced({ digest: await sha256(tar), size: tar.length }, { digest: diffId }, path);
  // A view would keep the whole archive alive.
  return store.put(tar.byteLength === tar.buffer.byteLength ? tar : tar.slice(), { digest: diffId });
}
