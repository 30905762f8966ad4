/**
 * Exports images as tar archives, in pieces: an OCI layout (for `skopeo` and `umoci`), the same with the
 * `manifest.json` of `docker save` (for `docker load`), or the plain filesystem. The same image always gives the
 * same bytes.
 */
import { type ByteString, fromText } from '../filesystem/byte-string.ts';
import { walk } from '../filesystem/lookup.ts';
import type { Tree, TreeNode } from '../filesystem/tree.ts';
import type { BlobStore } from './blob-store.ts';
import type { Digest } from './digest.ts';
import { marshal } from './go-json.ts';
import { type Image, makeManifest } from './image.ts';
import { ImageError } from './image-error.ts';
import { endOfArchive, paddingOf } from './layer-writer.ts';
import { type Descriptor, marshalIndex, mediaTypes } from './manifest.ts';
import { encodeHeader, seconds, type TarHeader } from './tar-header.ts';

export interface ExportOptions {
  /** `docker`: with `manifest.json`, so that `docker load` takes it too. */
  readonly format: 'oci' | 'docker';
  /** `app:1`, `registry.example/team/app:2`; `latest` where no tag is given. */
  readonly names: readonly string[];
}

/**
 * The archive's bytes. Layers are read from the store one by one.
 * @throws ImageError `not-found` when a layer is no longer in the store.
 */
export async function* exportImage(
  image: Image,
  store: BlobStore,
  { format, names }: ExportOptions,
): AsyncGenerator<Uint8Array> {
  const { manifest, bytes, digest } = await makeManifest(image);
  const blobs = new Map<Digest, () => AsyncGenerator<Uint8Array> | Generator<Uint8Array>>([
    [digest, () => file(blobPath(digest), bytes)],
    [image.configDigest, () => file(blobPath(image.configDigest), image.configBytes)],
    ...image.layers.map((layer): [Digest, () => AsyncGenerator<Uint8Array>] => [
      layer.digest,
      () => layerFile(store, layer.digest),
    ]),
  ]);
  yield directory('blobs/');
  yield directory('blobs/sha256/');
  for (const [, pieces] of [...blobs].sort(([a], [b]) => (a < b ? -1 : 1))) yield* pieces();
  const descriptor: Descriptor = {
    mediaType: manifest.mediaType,
    digest,
    size: bytes.length,
    platform: {
      architecture: image.config.architecture,
      os: image.config.os,
      ...(image.config.variant === undefined ? {} : { variant: image.config.variant }),
    },
  };
  const text = new TextEncoder();
  const index = marshalIndex({ mediaType: mediaTypes.index, manifests: named(descriptor, image, names) });
  yield* file('index.json', text.encode(index));
  if (format === 'docker') {
    const saved = marshal([
      {
        Config: blobPath(image.configDigest),
        RepoTags: names.length === 0 ? null : names.map(withTag),
        Layers: image.layers.map((layer) => blobPath(layer.digest)),
      },
    ]);
    yield* file('manifest.json', text.encode(saved));
  }
  yield* file('oci-layout', text.encode('{"imageLayoutVersion":"1.0.0"}'));
  yield endOfArchive;
}

function named(descriptor: Descriptor, image: Image, names: readonly string[]): Descriptor[] {
  const created: Record<string, string> =
    image.config.created === undefined ? {} : { 'org.opencontainers.image.created': image.config.created };
  if (names.length === 0) return [{ ...descriptor, annotations: created }];
  return names.map((name) => ({
    ...descriptor,
    annotations: {
      ...created,
      'io.containerd.image.name': fullName(name),
      'org.opencontainers.image.ref.name': tagOf(name),
    },
  }));
}

function tagOf(name: string): string {
  return /:([^/:]+)$/.exec(name)?.[1] ?? 'latest';
}

function withTag(name: string): string {
  return /:[^/:]+$/.test(name) ? name : `${name}:latest`;
}

/** With registry and tag: `docker.io/library/app:latest`. */
function fullName(name: string): string {
  const [first = '', ...rest] = name.split('/');
  const hasRegistry = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const full = hasRegistry ? name : `docker.io/${rest.length === 0 ? 'library/' : ''}${name}`;
  return withTag(full);
}

function blobPath(digest: Digest): string {
  return digest.replace('sha256:', 'blobs/sha256/');
}

/** As large as a layer may be, never all of it is in memory. */
async function* layerFile(store: BlobStore, digest: Digest): AsyncGenerator<Uint8Array> {
  const blob = await store.open(digest);
  if (blob === undefined) {
    throw new ImageError('not-found', 'the layer is no longer in the store', {
      path: digest,
      remedy: 'Build the image again',
    });
  }
  yield encodeHeader(header(fromText(blobPath(digest)), 'file', 0o644, blob.size));
  yield* blob.pieces;
  yield paddingOf(blob.size);
}

function header(name: ByteString, type: 'file' | 'directory', mode: number, size: number): TarHeader {
  return { name, type, mode, size, uid: 0, gid: 0, mtime: 0n, linkName: '', major: 0, minor: 0 };
}

function directory(name: string): Uint8Array {
  return encodeHeader(header(name, 'directory', 0o755, 0));
}

function* file(name: string, content: Uint8Array): Generator<Uint8Array> {
  yield encodeHeader(header(fromText(name), 'file', 0o644, content.length));
  yield content;
  yield paddingOf(content.length);
}

/** A whole filesystem as one tar, as `--output type=tar` has it: every path but `/`, sorted, all attributes. */
export function* exportFilesystem(tree: Tree): Generator<Uint8Array> {
  const firstNames = new Map<TreeNode, ByteString>();
  for (const { path, node } of walk(tree.root)) {
    const name = path.slice(1);
    const first = firstNames.get(node);
    if (first === undefined && node.type !== 'directory' && node.links > 1) firstNames.set(node, name);
    const isContent = node.type === 'file' && first === undefined;
    yield encodeHeader(filesystemHeader(name, node, first));
    if (isContent && node.content.length > 0) {
      yield node.content;
      yield paddingOf(node.content.length);
    }
  }
  yield endOfArchive;
}

function filesystemHeader(name: ByteString, node: TreeNode, first: ByteString | undefined): TarHeader {
  const isDevice = node.type === 'character-device' || node.type === 'block-device';
  return {
    name: node.type === 'directory' ? `${name}/` : name,
    type: first === undefined ? node.type : 'hard-link',
    mode: node.mode,
    uid: node.uid,
    gid: node.gid,
    size: node.type === 'file' && first === undefined ? node.content.length : 0,
    // Rounded, where layers cut off: Go does so when it may choose the format.
    mtime: BigInt(seconds(node.mtime + 500_000_000n)) * 1_000_000_000n,
    linkName: first ?? (node.type === 'symlink' ? node.target : ''),
    major: isDevice ? node.major : 0,
    minor: isDevice ? node.minor : 0,
    ...(node.xattrs === undefined ? {} : { xattrs: node.xattrs }),
  };
}
