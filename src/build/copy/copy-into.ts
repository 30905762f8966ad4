/**
 * COPY and ADD: puts a selection into a tree by BuildKit's rules (`docopy` in solver/llbsolver/file/backend.go and
 * fsutil's `copy.Copy`). Each source is copied for itself, one after the other, onto what those before it left.
 */
import { apply } from '../../filesystem/apply.ts';
import { type ByteString, toText } from '../../filesystem/byte-string.ts';
import { diff } from '../../filesystem/diff.ts';
import { joinPath, nodeAt, parentPath, sortedEntries } from '../../filesystem/lookup.ts';
import { type DirectoryNode, emptyTree, type Tree } from '../../filesystem/tree.ts';
import { TreeBuilder } from '../../filesystem/tree-builder.ts';
import { openArchive } from '../../image/archive.ts';
import { ImageError } from '../../image/image-error.ts';
import type { Chmod } from '../chmod.ts';
import type { Owner } from '../owner.ts';
import { CopyError } from './copy-error.ts';
import { type Destination, makeDirectories, realPath } from './destination.ts';
import { type LeafNode, NodeCopy } from './node-copy.ts';
import type { SelectedSource, Selection } from './selection.ts';
import { unpackInto } from './unpack.ts';

export interface CopyOptions {
  /** `--chown`, resolved; without it nodes keep their owner and new directories above belong to root. */
  readonly owner?: Owner;
  readonly chmod?: Chmod;
  /** `--link`: doesn't look at what is there, and replaces it as a layer does. Ignored with `chmod`, as in Docker. */
  readonly link?: boolean;
  /** ADD: tar archives are unpacked, the `local` ones or `all`, downloads too. */
  readonly unpack?: 'none' | 'local' | 'all';
  /** Time of what the copy itself makes, nanoseconds since the Unix epoch. */
  readonly now: bigint;
}

/**
 * The tree with the selection copied into it; the same tree when the selection is empty.
 * @throws CopyError `copy-destination-blocked` or `archive-damaged`.
 */
export async function copyInto(
  tree: Tree,
  selection: Selection,
  destination: Destination,
  options: CopyOptions,
): Promise<Tree> {
  if (options.link && options.chmod === undefined) {
    const layer = await copyAll(emptyTree, selection, destination, options);
    return apply(diff(emptyTree, layer), tree);
  }
  return copyAll(tree, selection, destination, options);
}

async function copyAll(
  tree: Tree,
  selection: Selection,
  destination: Destination,
  options: CopyOptions,
): Promise<Tree> {
  const copy = new Copy(tree, destination, options);
  for (const source of selection.sources) {
    const isUnpacked = options.unpack === 'all' || (options.unpack === 'local' && !source.downloaded);
    const archive = isUnpacked ? await archiveOf(source) : undefined;
    if (archive === undefined) copy.add(source);
    else copy.unpack(source, archive);
  }
  return copy.finish();
}

/** The tar that a source is, uncompressed. Here-documents are never unpacked. */
async function archiveOf({ source, node, path }: SelectedSource): Promise<Uint8Array | undefined> {
  if (source === undefined || node.type !== 'file') return undefined;
  try {
    return await openArchive(node.content, toText(path));
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    throw new CopyError(
      'archive-damaged',
      error.message,
      `ADD unpacks archives, and ${toText(path)} can't be. Use COPY, or ADD --unpack=false, to copy it as it is.`,
      source,
    );
  }
}

const root: Owner = { uid: 0, gid: 0 };

class Copy {
  #tree: Tree;
  readonly #destination: Destination;
  readonly #options: CopyOptions;
  /** Files on their way into one directory: a pattern can match thousands. */
  #open: { readonly directory: ByteString; readonly builder: TreeBuilder } | undefined;

  constructor(tree: Tree, destination: Destination, options: CopyOptions) {
    this.#tree = tree;
    this.#destination = destination;
    this.#options = options;
  }

  finish(): Tree {
    if (this.#open !== undefined) this.#tree = this.#open.builder.finish();
    this.#open = undefined;
    return this.#tree;
  }

  add(source: SelectedSource): void {
    const { owner, chmod, now } = this.#options;
    const nodes = new NodeCopy(source, { owner, chmod, now });
    if (source.node.type === 'directory') this.#addDirectory(source, source.node, nodes);
    else this.#addLeaf(source, nodes.leaf(source.node));
  }

  unpack(source: SelectedSource, tar: Uint8Array): void {
    const { owner, now } = this.#options;
    const tree = this.finish();
    const directory = realPath(tree, this.#destination.path);
    const made = makeDirectories(tree, directory, { mode: 0o755, owner: owner ?? root, now });
    this.#tree = unpackInto(made, tar, directory, { owner, now, source });
  }

  #addLeaf(source: SelectedSource, node: LeafNode): void {
    const leaf = source.timeless ? { ...node, mtime: this.#options.now } : node;
    if (this.#open !== undefined) {
      this.#put(this.#open.builder, joinPath(this.#open.directory, source.name), leaf);
      return;
    }
    this.#ensureAbove();
    const place = realPath(this.#tree, this.#destination.path);
    const isInside = nodeAt(this.#tree, place)?.type === 'directory';
    const directory = isInside ? place : parentPath(place);
    this.#ensure(directory);
    const builder = new TreeBuilder(this.#tree);
    this.#put(builder, isInside ? joinPath(place, source.name) : place, leaf);
    this.#touch(builder, directory);
    // Through a link, a source could replace the link itself: then each is looked up anew.
    if (isInside && directory === this.#destination.path) this.#open = { directory, builder };
    else this.#tree = builder.finish();
  }

  #addDirectory(source: SelectedSource, node: DirectoryNode, nodes: NodeCopy): void {
    this.finish();
    this.#ensureAbove();
    const place = realPath(this.#tree, this.#destination.path);
    if (nodeAt(this.#tree, place) === undefined) this.#ensure(place);
    const existing = nodeAt(this.#tree, place);
    if (existing?.type !== 'directory') throw notADirectory(place, source);
    const builder = new TreeBuilder(this.#tree);
    this.#merge(builder, place, node, existing, nodes, source);
    // The directory that is named itself gives nothing but its time.
    const mtime = source.timeless ? this.#options.now : node.mtime;
    builder.putDirectory(place, { ...existing, mtime });
    this.#tree = builder.finish();
  }

  #merge(
    builder: TreeBuilder,
    path: ByteString,
    from: DirectoryNode,
    existing: DirectoryNode,
    nodes: NodeCopy,
    source: SelectedSource,
  ): void {
    for (const [name, node] of sortedEntries(from)) {
      const at = joinPath(path, name);
      const old = existing.entries.get(name);
      if (node.type !== 'directory') this.#put(builder, at, nodes.leaf(node), source);
      else if (old === undefined) builder.put(at, nodes.directory(node));
      else if (old.type !== 'directory') throw notADirectory(at, source);
      else {
        this.#merge(builder, at, node, old, nodes, source);
        const { mode } = node;
        const { now: mtime } = this.#options;
        builder.putDirectory(at, nodes.isCarried(node) ? { ...old, mode, mtime } : nodes.attributes(node));
      }
    }
  }

  #put(builder: TreeBuilder, path: ByteString, leaf: LeafNode, source?: SelectedSource): void {
    if (builder.typeAt(path) === 'directory') {
      const shown = toText(path);
      throw new CopyError(
        'copy-destination-blocked',
        `cannot replace to directory ${shown} with file`,
        `${shown} is a directory in the image, and what is copied there is none. Copy to another name.`,
        source?.source,
      );
    }
    builder.put(path, leaf);
  }

  /** Makes the directories that the destination's text asks for, before the source is looked at. */
  #ensureAbove(): void {
    const { path, isDirectory } = this.#destination;
    this.#ensure(realPath(this.#tree, isDirectory ? path : parentPath(path)));
  }

  #ensure(directory: ByteString): void {
    const { owner = root, chmod, now } = this.#options;
    const mode = chmod?.kind === 'octal' ? chmod.mode : 0o755;
    this.#tree = makeDirectories(this.#tree, directory, { mode, owner, now });
  }

  /** A directory gets a new time when an entry is made in it. */
  #touch(builder: TreeBuilder, directory: ByteString): void {
    const node = nodeAt(this.#tree, directory);
    if (node !== undefined) builder.putDirectory(directory, { ...node, mtime: this.#options.now });
  }
}

function notADirectory(path: ByteString, { source }: SelectedSource): CopyError {
  const shown = toText(path);
  return new CopyError(
    'copy-destination-blocked',
    `cannot copy to non-directory: ${shown}`,
    `${shown} is a file or a link in the image, and what is copied there is a directory. Copy to another name, ` +
      'or remove it before.',
    source,
  );
}
