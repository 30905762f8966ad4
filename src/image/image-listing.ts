/**
 * Which images an OCI layout (image-layout.md) or a `docker save` archive holds, old (`manifest.json` and
 * `layer.tar`) or new (`blobs/sha256`), by their names; and of each its config, verified, and where its layers are.
 */
import { type Announced, verifyAnnounced } from './blob-store.ts';
import { type Digest, isDigest, sha256 } from './digest.ts';
import { type ParsedObject, parseObject } from './go-json.ts';
import type { Platform } from './image-config.ts';
import { ImageError } from './image-error.ts';
import type { ImageFiles } from './image-files.ts';
import { choosePlatform, type Descriptor, type Index, mediaTypes, parseManifest } from './manifest.ts';

export interface ListedImage {
  /** As the archive has them: `docker.io/library/app:1`, `app:1`, or a tag alone. */
  readonly names: readonly string[];
  /** @throws ImageError when it is damaged or there is none for the platform. */
  open(platform: Platform): Promise<PackedImage>;
}

export interface PackedImage {
  readonly configBytes: Uint8Array;
  readonly configDigest: Digest;
  /** As errors call the config. */
  readonly path: string;
  /** Lowest first. */
  readonly layers: readonly PackedLayer[];
}

export interface PackedLayer {
  /** Its path among the files. */
  readonly file: string;
  /** Of the bytes as they are packed, where the image says it. */
  readonly announced: Announced;
}

export interface Listing {
  /** The document that names them, as errors call it. */
  readonly path: string;
  readonly images: readonly ListedImage[];
}

/**
 * All images of the files.
 * @throws ImageError when there is none, or what names them is damaged.
 */
export async function listImages(files: ImageFiles): Promise<Listing> {
  const index = await files.read('index.json');
  if (index !== undefined) return listLayout(files, index);
  const manifest = await files.read('manifest.json');
  if (manifest !== undefined) return listSaved(files, manifest);
  throw new ImageError('not-found', 'holds no image', {
    path: files.name,
    expected: 'an OCI layout (index.json) or the output of docker save (manifest.json)',
    remedy:
      'Make one with `docker save -o image.tar NAME` or `skopeo copy docker://NAME oci-archive:image.tar`',
  });
}

const refName = 'org.opencontainers.image.ref.name';
const containerdName = 'io.containerd.image.name';
const maximumIndexDepth = 4;

function listLayout(files: ImageFiles, indexBytes: Uint8Array): Listing {
  const path = `${files.name}, index.json`;
  const parsed = parseManifest(indexBytes, path);
  if (parsed.kind !== 'index') throw new ImageError('malformed', 'is no index', { path });
  const groups = groupByName(parsed.index.manifests);
  const images = groups.map(({ names, manifests }) => ({
    names,
    open: (platform: Platform) =>
      openManifests(files, { mediaType: mediaTypes.index, manifests }, path, platform),
  }));
  return { path, images };
}

interface Group {
  readonly names: string[];
  readonly manifests: Descriptor[];
}

/** One image may have several names, and one manifest for each platform; nameless ones are one image together. */
function groupByName(manifests: readonly Descriptor[]): readonly Group[] {
  const byName = new Map<string, Descriptor[]>();
  for (const manifest of manifests) {
    const { annotations = {} } = manifest;
    const name = annotations[containerdName] ?? annotations[refName] ?? '';
    byName.set(name, [...(byName.get(name) ?? []), manifest]);
  }
  if (byName.size > 1) byName.delete('');
  const groups = new Map<string, Group>();
  for (const [name, of] of byName) {
    const key = of.map(({ digest }) => digest).join(' ');
    const group = groups.get(key) ?? { names: [], manifests: of };
    const tag = of[0]?.annotations?.[refName];
    for (const each of [name, tag ?? '']) {
      if (each !== '' && !group.names.includes(each)) group.names.push(each);
    }
    groups.set(key, group);
  }
  return [...groups.values()];
}

async function openManifests(
  files: ImageFiles,
  index: Index,
  path: string,
  platform: Platform,
  depth = 0,
): Promise<PackedImage> {
  const [only, second] = index.manifests;
  const chosen =
    only !== undefined && second === undefined && depth === 0 ? only : choosePlatform(index, platform);
  if (chosen === undefined || depth > maximumIndexDepth) throw noPlatform(index, path, platform);
  const place = `${files.name}, ${blobPath(chosen.digest)}`;
  const parsed = parseManifest(await readBlob(files, chosen), place);
  if (parsed.kind === 'index') return openManifests(files, parsed.index, place, platform, depth + 1);
  const { config, layers } = parsed.manifest;
  return {
    configBytes: await readBlob(files, config),
    configDigest: config.digest,
    path: `${files.name}, ${blobPath(config.digest)}`,
    layers: layers.map(({ digest, size }) => ({ file: blobPath(digest), announced: { digest, size } })),
  };
}

function noPlatform({ manifests }: Index, path: string, wanted: Platform): ImageError {
  const texts = manifests.flatMap(({ platform }) => (platform === undefined ? [] : [platformText(platform)]));
  // Attestations are for no platform.
  const platforms = [...new Set(texts)].filter((text) => !text.startsWith('unknown'));
  return new ImageError('not-found', `has no image for ${platformText(wanted)}`, {
    path,
    expected: platforms.join(', ') || 'a manifest',
    remedy: 'Choose one of these platforms',
    platforms,
  });
}

function platformText({ os, architecture, variant }: Platform): string {
  return [os, architecture, variant].filter(Boolean).join('/');
}

function blobPath(digest: Digest): string {
  return `blobs/sha256/${digest.slice('sha256:'.length)}`;
}

async function readBlob(files: ImageFiles, { digest, size }: Descriptor): Promise<Uint8Array> {
  const path = `${files.name}, ${blobPath(digest)}`;
  const bytes = await files.read(blobPath(digest));
  if (bytes === undefined) throw missingFile(path);
  verifyAnnounced({ size: bytes.length, digest: await sha256(bytes) }, { digest, size }, path);
  return bytes;
}

export function missingFile(path: string): ImageError {
  return new ImageError('not-found', 'is named by the image, and is not there', {
    path,
    remedy: 'The image was copied in part: export it again',
  });
}

function listSaved(files: ImageFiles, manifestBytes: Uint8Array): Listing {
  const path = `${files.name}, manifest.json`;
  // A list, where all other documents are objects.
  const wrapped = new TextEncoder().encode(`{"images":${new TextDecoder().decode(manifestBytes)}}`);
  const images = parseObject(wrapped, path)
    .objects('images')
    .map((json: ParsedObject): ListedImage => {
      const config = json.string('Config');
      if (config === undefined) {
        throw new ImageError('malformed', 'names no config', { path: json.path, expected: '"Config"' });
      }
      const layers = json.strings('Layers') ?? [];
      return { names: json.strings('RepoTags') ?? [], open: () => openSaved(files, config, layers) };
    });
  return { path, images };
}

async function openSaved(files: ImageFiles, config: string, layers: readonly string[]): Promise<PackedImage> {
  const path = `${files.name}, ${config}`;
  const configBytes = await files.read(config);
  if (configBytes === undefined) throw missingFile(path);
  const configDigest = await sha256(configBytes);
  const named = `sha256:${/([0-9a-f]{64})(\.json)?$/.exec(config)?.[1] ?? ''}`;
  if (isDigest(named)) {
    verifyAnnounced({ digest: configDigest, size: configBytes.length }, { digest: named }, path);
  }
  return { configBytes, configDigest, path, layers: layers.map((file) => ({ file, announced: {} })) };
}
