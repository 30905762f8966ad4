/**
 * Nodes of a source as they are at the destination: `--chown` and `--chmod` applied, hard links kept within one
 * source. What doesn't change is the very node of the source, so that copying a large folder costs nothing.
 */
import type { ByteString } from '../../filesystem/byte-string.ts';
import { walk } from '../../filesystem/lookup.ts';
import type { Attributes, DirectoryNode, TreeNode } from '../../filesystem/tree.ts';
import { applyChmod, type Chmod } from '../chmod.ts';
import type { Owner } from '../owner.ts';
import type { SelectedSource } from './selection.ts';

export type LeafNode = Exclude<TreeNode, DirectoryNode>;

export interface AttributeChanges {
  readonly owner: Owner | undefined;
  readonly chmod: Chmod | undefined;
  /** Nanoseconds since the Unix epoch. */
  readonly now: bigint;
}

/** Copies the nodes of one source. */
export class NodeCopy {
  readonly #changes: AttributeChanges;
  readonly #carried: ReadonlySet<DirectoryNode>;
  /** How many names each hard-linked node has in the source. */
  readonly #names = new Map<LeafNode, number>();
  readonly #copies = new Map<LeafNode, LeafNode>();

  constructor(source: SelectedSource, changes: AttributeChanges) {
    this.#changes = changes;
    this.#carried = source.carried;
    const { node } = source;
    if (node.type !== 'directory') this.#names.set(node, 1);
    else if (hasHardLinks(node)) this.#countNames(node);
  }

  #countNames(directory: DirectoryNode): void {
    for (const { node } of walk(directory)) {
      if (node.type === 'directory' || node.links < 2) continue;
      this.#names.set(node, (this.#names.get(node) ?? 0) + 1);
    }
  }

  /** Whether a directory is there only for what is below it. */
  isCarried(directory: DirectoryNode): boolean {
    return this.#carried.has(directory);
  }

  leaf(node: LeafNode): LeafNode {
    const known = this.#copies.get(node);
    if (known !== undefined) return known;
    const links = node.links < 2 ? node.links : (this.#names.get(node) ?? 1);
    const { mode, uid, gid } = this.attributes(node);
    // A hard-linked node is always a new one: else it would be linked with the source's own names too.
    const isSame = node.links < 2 && mode === node.mode && uid === node.uid && gid === node.gid;
    if (isSame) return node;
    const copy: LeafNode = { ...node, mode, uid, gid, links };
    if (node.links > 1) this.#copies.set(node, copy);
    return copy;
  }

  directory(node: DirectoryNode): DirectoryNode {
    const { owner, chmod } = this.#changes;
    const untouched = owner === undefined && chmod === undefined && this.#carried.size === 0;
    if (untouched && !hasHardLinks(node)) return node;
    const attributes = this.attributes(node);
    let changed = attributes !== node;
    const entries = new Map<ByteString, TreeNode>();
    for (const [name, child] of node.entries) {
      const copy = child.type === 'directory' ? this.directory(child) : this.leaf(child);
      if (copy !== child) changed = true;
      entries.set(name, copy);
    }
    return changed ? { ...node, ...attributes, entries } : node;
  }

  /** What a node of the source has at the destination; the node itself where that is the same. */
  attributes(node: TreeNode): Attributes {
    const { owner, chmod, now } = this.#changes;
    const uid = owner?.uid ?? node.uid;
    const gid = owner?.gid ?? node.gid;
    const isDirectory = node.type === 'directory';
    // A link's mode can't be changed.
    const keepsMode = chmod === undefined || node.type === 'symlink';
    const mode = keepsMode ? node.mode : applyChmod(chmod, node.mode, isDirectory);
    // Entries are made after the times of a directory that is carried along were set.
    const mtime = isDirectory && this.#carried.has(node) ? now : node.mtime;
    const isSame = uid === node.uid && gid === node.gid && mode === node.mode && mtime === node.mtime;
    if (isSame) return node;
    return { mode, uid, gid, mtime, ...(node.xattrs === undefined ? {} : { xattrs: node.xattrs }) };
  }
}

const linked = new WeakMap<DirectoryNode, boolean>();

/** Whether a node with several names is somewhere below; remembered with the directory. */
function hasHardLinks(directory: DirectoryNode): boolean {
  const known = linked.get(directory);
  if (known !== undefined) return known;
  let found = false;
  for (const node of directory.entries.values()) {
    found = node.type === 'directory' ? hasHardLinks(node) : node.links > 1;
    if (found) break;
  }
  linked.set(directory, found);
  return found;
}
