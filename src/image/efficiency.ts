/**
 * How well layers are used, by the formula of dive (github.com/wagoodman/dive, dive/filetree/efficiency.go) and with
 * its reading of layers, so that both tools say the same of the same image. What dive counts, and what it doesn't:
 *
 * - A path's bytes are added up over all layers, and set against the least that one layer has for it. A file that is
 *   written twice costs its larger version, and one that is deleted later costs all of it.
 * - A deleted directory counts with its size in the minimum *and* in the total, so it dilutes the score but isn't
 *   blamed. `hidden-files.ts` has the bytes that are really lost.
 * - Opaque directories are not looked at, and paths are taken as they are written: no symbolic link is followed.
 */
import type { ByteString } from '../filesystem/byte-string.ts';
import { pathNames } from '../filesystem/lookup.ts';
import { whiteoutPrefix } from './layer-writer.ts';

/** An entry of a layer's tar, as far as dive looks at it. */
export interface SizedEntry {
  /** As it is written, clean: `/etc/.wh.passwd`. */
  readonly name: ByteString;
  /** Bytes; 0 for anything but files. */
  readonly size: number;
  readonly directory: boolean;
}

/** A path that more than one layer has something to say about. */
export interface RepeatedPath {
  readonly path: ByteString;
  /** Bytes of all layers together. */
  readonly size: number;
  /** Layers that carry or delete it. */
  readonly layers: readonly number[];
}

export interface Efficiency {
  /** 0 to 1: the least that is needed, divided by what is there. */
  readonly score: number;
  /** Bytes of all repeated paths: dive's "potential wasted space". */
  readonly wastedBytes: number;
  /** Bytes of all files in all layers. */
  readonly totalBytes: number;
  /** Wasted bytes divided by the bytes of all layers but the lowest; 0 where there are none. */
  readonly wastedShare: number;
  /** The one with most bytes first. */
  readonly repeated: readonly RepeatedPath[];
}

/** Of an image's layers, lowest first. */
export function efficiency(layers: readonly (readonly SizedEntry[])[]): Efficiency {
  const trees = layers.map(treeOf);
  const paths = new Map<ByteString, PathSizes>();
  // dive begins with a copy of the lowest layer, and stacks that layer on it once more. Only a whiteout asks for it.
  let stacked: Branch | undefined;
  let stackedTo = 0;
  const below = (layer: number): Branch => {
    stacked ??= treeOf(layers[0] ?? []);
    for (; stackedTo < layer; stackedTo++) stacked = stack(stacked, trees[stackedTo] ?? branch());
    return stacked;
  };
  for (const [at, tree] of trees.entries()) countLeaves(tree, () => below(at), at, paths);
  let least = 0;
  let total = 0;
  const repeated: RepeatedPath[] = [];
  for (const [path, sizes] of paths) {
    least += sizes.least;
    total += sizes.total;
    if (sizes.layers.length > 1) repeated.push({ path, size: sizes.total, layers: sizes.layers });
  }
  repeated.sort((a, b) => b.size - a.size || (a.path < b.path ? -1 : 1));
  const bytesOf = (from: number): number =>
    layers
      .slice(from)
      .reduce((sum, entries) => sum + entries.reduce((bytes, { size }) => bytes + size, 0), 0);
  const wastedBytes = repeated.reduce((sum, { size }) => sum + size, 0);
  const added = bytesOf(1);
  return {
    score: total === 0 ? 1 : least / total,
    wastedBytes,
    totalBytes: bytesOf(0),
    wastedShare: added === 0 ? 0 : wastedBytes / added,
    repeated,
  };
}

interface PathSizes {
  least: number;
  total: number;
  readonly layers: number[];
}

interface Branch {
  readonly children: Map<ByteString, Branch>;
  size: number;
  directory: boolean;
}

const branch = (): Branch => ({ children: new Map(), size: 0, directory: false });

/** Names of bookkeeping that never become part of a tree. */
const bookkeepingPrefix = `${whiteoutPrefix}${whiteoutPrefix}`;

function treeOf(entries: readonly SizedEntry[]): Branch {
  const root = branch();
  for (const entry of entries) put(root, pathNames(entry.name), entry);
  return root;
}

/** Parents that no entry names are there too, but aren't known to be directories. */
function put(root: Branch, names: readonly ByteString[], facts: Pick<Branch, 'size' | 'directory'>): void {
  let at = root;
  for (const name of names) {
    let next = at.children.get(name);
    if (next === undefined) {
      if (name.startsWith(bookkeepingPrefix)) return;
      next = branch();
      at.children.set(name, next);
    }
    at = next;
  }
  if (names.length === 0) return;
  at.size = facts.size;
  at.directory = facts.directory;
}

/** Told of a node and the names that lead to it; false ends the walk. */
type Visit = (names: readonly ByteString[], node: Branch) => boolean;

/** Walks all below a tree's root, children first, names in order. */
function walkChildrenFirst(node: Branch, visit: Visit, names: readonly ByteString[] = []): boolean {
  for (const name of [...node.children.keys()].sort()) {
    const child = node.children.get(name);
    if (child !== undefined && !walkChildrenFirst(child, visit, [...names, name])) return false;
  }
  return names.length === 0 || visit(names, node);
}

function isWhiteout(names: readonly ByteString[]): boolean {
  return names.at(-1)?.startsWith(whiteoutPrefix) ?? false;
}

/** The last name without the mark of a whiteout. */
function plainNames(names: readonly ByteString[]): readonly ByteString[] {
  if (!isWhiteout(names)) return names;
  return [...names.slice(0, -1), names.at(-1)?.slice(whiteoutPrefix.length) ?? ''];
}

function stack(lower: Branch, upper: Branch): Branch {
  walkChildrenFirst(upper, (names, node) => {
    const plain = plainNames(names);
    if (plain === names) put(lower, names, node);
    else find(lower, plain.slice(0, -1))?.children.delete(plain.at(-1) ?? '');
    return true;
  });
  return lower;
}

function find(root: Branch, names: readonly ByteString[]): Branch | undefined {
  let at: Branch | undefined = root;
  for (const name of names) at = at?.children.get(name);
  return at;
}

function countLeaves(
  tree: Branch,
  below: () => Branch,
  layer: number,
  paths: Map<ByteString, PathSizes>,
): void {
  walkChildrenFirst(tree, (names, node) => {
    if (node.children.size > 0) return true;
    const plain = plainNames(names);
    let { size } = node;
    if (plain !== names) {
      const gone = find(below(), plain);
      // dive gives up on the rest of a layer that deletes what isn't there.
      if (gone === undefined) return false;
      size = gone.directory ? sizeOf(gone) : 0;
    }
    const path = `/${plain.join('/')}`;
    const known = paths.get(path);
    if (known === undefined) {
      paths.set(path, { least: size, total: size, layers: [layer] });
      return true;
    }
    known.least = Math.min(known.least, size);
    known.total += size;
    known.layers.push(layer);
    return true;
  });
}

function sizeOf(node: Branch): number {
  let size = node.size;
  for (const child of node.children.values()) size += sizeOf(child);
  return size;
}
