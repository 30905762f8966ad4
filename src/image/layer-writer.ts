/**
 * Writes a diff as a layer tar, byte for byte as BuildKit does it (containerd's `ChangeWriter` over Go's
 * `archive/tar`), so that the same filesystem gives the same diff ID.
 */
import type { ByteString } from '../filesystem/byte-string.ts';
import { type Change, capabilityAttribute } from '../filesystem/diff.ts';
import type { TreeNode } from '../filesystem/tree.ts';
import { blockSize, encodeHeader, padded, seconds, type TarHeader, type TarType } from './tar-header.ts';

/** In front of a name that a layer takes away: image-spec, layer.md, "Whiteouts". */
export const whiteoutPrefix = '.wh.';
/** In a directory of which nothing of the layers below is seen. */
export const opaqueWhiteout = '.wh..wh..opq';

export interface LayerOptions {
  /** Unix seconds: no mtime is later than this (BuildKit's `rewrite-timestamp`). */
  readonly sourceDateEpoch?: number;
}

/** The layer's tar in pieces: headers, contents (not copied) and padding. */
export function* layerPieces(changes: Iterable<Change>, options: LayerOptions = {}): Generator<Uint8Array> {
  for (const change of changes) {
    if (change.kind === 'deleted') {
      yield encodeHeader(whiteout(change.path));
      continue;
    }
    const { node } = change;
    const linkTo = 'linkTo' in change ? change.linkTo : undefined;
    const header = headerOf(change.path, node, linkTo, options);
    yield encodeHeader(header);
    if (node.type === 'file' && header.size > 0) {
      yield node.content;
      yield paddingOf(header.size);
    }
  }
  yield endOfArchive;
}

/** The layer's tar as one array of bytes. */
export function writeLayer(changes: Iterable<Change>, options: LayerOptions = {}): Uint8Array {
  return concatenate([...layerPieces(changes, options)]);
}

/** Two zero blocks. Go doesn't fill up to a record of 20 blocks as tar(1) does. */
export const endOfArchive = new Uint8Array(2 * blockSize);
const zeros = new Uint8Array(blockSize);

/** What has to follow content of this many bytes. */
export function paddingOf(size: number): Uint8Array {
  return zeros.subarray(0, padded(size) - size);
}

/** The pieces, one after the other, in one array. */
export function concatenate(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

function whiteout(path: ByteString): TarHeader {
  const slash = path.lastIndexOf('/') + 1;
  return {
    name: path.slice(1, slash) + whiteoutPrefix + path.slice(slash),
    type: 'file',
    mode: 0,
    uid: 0,
    gid: 0,
    size: 0,
    mtime: 0n,
    linkName: '',
    major: 0,
    minor: 0,
  };
}

function headerOf(
  path: ByteString,
  node: TreeNode,
  linkTo: ByteString | undefined,
  { sourceDateEpoch }: LayerOptions,
): TarHeader {
  const capability = node.xattrs?.get(capabilityAttribute);
  const type: TarType = linkTo === undefined ? node.type : 'hard-link';
  const isDevice = node.type === 'character-device' || node.type === 'block-device';
  // Layers know whole seconds only: nanoseconds would need PAX records, which BuildKit cuts off.
  const mtime = Math.min(seconds(node.mtime), sourceDateEpoch ?? Number.POSITIVE_INFINITY);
  return {
    name: path.slice(1) + (node.type === 'directory' ? '/' : ''),
    type,
    mode: node.mode,
    uid: node.uid,
    gid: node.gid,
    size: node.type === 'file' && linkTo === undefined ? node.content.length : 0,
    mtime: BigInt(mtime) * 1_000_000_000n,
    linkName: linkTo !== undefined ? linkTo.slice(1) : node.type === 'symlink' ? node.target : '',
    major: isDevice ? node.major : 0,
    minor: isDevice ? node.minor : 0,
    ...(capability === undefined || capability.length === 0
      ? {}
      : { xattrs: new Map([[capabilityAttribute, capability]]) }),
  };
}
