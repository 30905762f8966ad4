/**
 * `diff` says what a layer over one tree must hold to make another, by the rules of BuildKit's differ for
 * overlay filesystems (`util/overlay`) and containerd's `ChangeWriter`, in the order in which they write it.
 */
import type { ByteString } from './byte-string.ts';
import { joinPath, sortedEntries } from './lookup.ts';
import type { DirectoryNode, Tree, TreeNode } from './tree.ts';

/** One entry of a layer. Paths are absolute and clean. */
export type Change =
  | {
      readonly kind: 'added' | 'modified';
      readonly path: ByteString;
      readonly node: TreeNode;
      /** An earlier change of the same diff whose path is another name of this node. */
      readonly linkTo?: ByteString;
    }
  /** A directory that didn't change itself, but has changes below: layers carry their parents along. */
  | { readonly kind: 'parent'; readonly path: ByteString; readonly node: DirectoryNode }
  | { readonly kind: 'deleted'; readonly path: ByteString };

/** The one extended attribute that layers carry: file capabilities. */
export const capabilityAttribute = 'security.capability';

/**
 * Changes from `before` to `after`, sorted as a walk of the tree. Work is proportional to the directories that
 * the trees don't share. As in BuildKit: a directory's own mtime is no change, the root directory is never an
 * entry, and extended attributes other than file capabilities don't count. A changed name of a hard-linked node
 * is a whole entry the first time and a link to that entry afterwards; unchanged names are not repeated, so the
 * layer can split links.
 */
export function diff(before: Tree, after: Tree): Change[] {
  const walk: Walk = { changes: [], pending: [], firstNames: new Map() };
  diffDirectories(walk, before.root, after.root, '/');
  return walk.changes;
}

interface Walk {
  readonly changes: Change[];
  /** Parents of the place the walk is at that aren't among the changes yet, outermost first. */
  readonly pending: { readonly path: ByteString; readonly node: DirectoryNode }[];
  readonly firstNames: Map<TreeNode, ByteString>;
}

function diffDirectories(
  walk: Walk,
  before: DirectoryNode | undefined,
  after: DirectoryNode,
  path: ByteString,
): void {
  for (const [name, old, fresh] of mergedEntries(before, after)) {
    const at = joinPath(path, name);
    if (fresh === undefined) {
      emit(walk, { kind: 'deleted', path: at });
      continue;
    }
    const recorded = old === undefined || !sameEntry(old, fresh);
    if (recorded) emit(walk, entryChange(walk, old === undefined ? 'added' : 'modified', at, fresh));
    if (fresh.type !== 'directory') continue;
    if (!recorded) walk.pending.push({ path: at, node: fresh });
    const depth = walk.pending.length;
    diffDirectories(walk, old?.type === 'directory' ? old : undefined, fresh, at);
    // Still pending: nothing below it changed.
    if (!recorded && walk.pending.length === depth) walk.pending.pop();
  }
}

type Pair = [name: ByteString, old: TreeNode | undefined, fresh: TreeNode | undefined];

/** Names whose nodes are not the same object in both, sorted by their bytes. */
function mergedEntries(before: DirectoryNode | undefined, after: DirectoryNode): Pair[] {
  if (before === undefined) return sortedEntries(after).map(([name, node]) => [name, undefined, node]);
  const pairs: Pair[] = [];
  for (const [name, fresh] of after.entries) {
    const old = before.entries.get(name);
    if (old !== fresh) pairs.push([name, old, fresh]);
  }
  for (const [name, old] of before.entries) {
    if (!after.entries.has(name)) pairs.push([name, old, undefined]);
  }
  return pairs.sort(([a], [b]) => (a < b ? -1 : 1));
}

function entryChange(
  walk: Walk,
  kind: 'added' | 'modified',
  path: ByteString,
  node: TreeNode,
): Extract<Change, { kind: 'added' | 'modified' }> {
  if (node.type === 'directory' || node.links < 2) return { kind, path, node };
  const linkTo = walk.firstNames.get(node);
  if (linkTo !== undefined) return { kind, path, node, linkTo };
  walk.firstNames.set(node, path);
  return { kind, path, node };
}

function emit(walk: Walk, change: Change): void {
  for (const { path, node } of walk.pending) walk.changes.push({ kind: 'parent', path, node });
  walk.pending.length = 0;
  walk.changes.push(change);
}

/**
 * Whether an entry counts as unchanged. BuildKit compares content only where it doubts the clock (mtimes
 * without nanoseconds); here it is always compared, since our clocks are coarser than a kernel's.
 */
export function sameEntry(old: TreeNode, fresh: TreeNode): boolean {
  if (old.type !== fresh.type || old.mode !== fresh.mode) return false;
  if (old.uid !== fresh.uid || old.gid !== fresh.gid) return false;
  if (!sameBytes(old.xattrs?.get(capabilityAttribute), fresh.xattrs?.get(capabilityAttribute))) return false;
  if (fresh.type === 'directory') return true;
  return old.mtime === fresh.mtime && sameContent(old, fresh);
}

/** Whether nodes of one type are equal but for their attributes. */
export function sameContent(old: TreeNode, fresh: TreeNode): boolean {
  switch (fresh.type) {
    case 'file':
      return old.type === 'file' && sameBytes(old.content, fresh.content);
    case 'symlink':
      return old.type === 'symlink' && old.target === fresh.target;
    case 'character-device':
    case 'block-device':
      return old.type === fresh.type && old.major === fresh.major && old.minor === fresh.minor;
    case 'fifo':
    case 'directory':
      return old.type === fresh.type;
  }
}

function sameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) {
    if (a[at] !== b[at]) return false;
  }
  return true;
}
