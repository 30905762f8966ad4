/** Trees and what a layer changed in them, as the plain rows that the page shows. */
import { type ByteString, toText } from '../filesystem/byte-string.ts';
import { type Change, diff } from '../filesystem/diff.ts';
import { nodeAt, walk } from '../filesystem/lookup.ts';
import type { Tree, TreeNode } from '../filesystem/tree.ts';
import type { FilesystemEntry } from './protocol.ts';

type Extra = Pick<FilesystemEntry, 'change' | 'link'>;
type Row = readonly [path: ByteString, entry: FilesystemEntry];

/**
 * What a step added, changed and deleted, and all that was below a deleted directory; parents that the layer carries
 * along are `unchanged`.
 */
export function layerEntries(before: Tree, after: Tree): readonly FilesystemEntry[] {
  const rows: Row[] = [];
  for (const change of diff(before, after)) {
    if (change.kind === 'deleted') rows.push(...deletedRows(before, change.path));
    else {
      if (isReplacedDirectory(before, change)) rows.push(...deletedRows(before, change.path).slice(1));
      const linkTo = 'linkTo' in change ? change.linkTo : undefined;
      const extra = { change: changeNames[change.kind], ...linkExtra(linkTo) };
      rows.push([change.path, entryOf(change.path, change.node, extra)]);
    }
  }
  return sorted(rows);
}

const changeNames = {
  added: 'added',
  modified: 'changed',
  parent: 'unchanged',
  deleted: 'deleted',
} as const satisfies Record<Change['kind'], FilesystemEntry['change']>;

/** Everything in a filesystem. A node's second and later names are rows of hard links to the first. */
export function filesystemEntries(tree: Tree): readonly FilesystemEntry[] {
  return sorted(filesystemRows(tree, new Map()));
}

/** Everything in a filesystem, marked with what was added and changed since `before`, and what was deleted. */
export function markedEntries(before: Tree, after: Tree): readonly FilesystemEntry[] {
  const changes = new Map<ByteString, 'added' | 'changed'>();
  const gone: Row[] = [];
  for (const change of diff(before, after)) {
    if (change.kind === 'deleted') gone.push(...deletedRows(before, change.path));
    else if (change.kind !== 'parent') {
      if (isReplacedDirectory(before, change)) gone.push(...deletedRows(before, change.path).slice(1));
      changes.set(change.path, changeNames[change.kind]);
    }
  }
  return sorted([...filesystemRows(after, changes), ...gone]);
}

/** A node as a row of its own. */
export function nodeEntry(path: ByteString, node: TreeNode): FilesystemEntry {
  return entryOf(path, node, {});
}

function filesystemRows(tree: Tree, changes: ReadonlyMap<ByteString, 'added' | 'changed'>): Row[] {
  const rows: Row[] = [];
  const firstNames = new Map<TreeNode, ByteString>();
  for (const { path, node } of walk(tree.root)) {
    const first = firstNames.get(node);
    if (node.type !== 'directory' && node.links > 1 && first === undefined) firstNames.set(node, path);
    const change = changes.get(path);
    rows.push([path, entryOf(path, node, { ...linkExtra(first), ...(change ? { change } : {}) })]);
  }
  return rows;
}

/** A deleted path, and all that was below it. */
function deletedRows(before: Tree, path: ByteString): Row[] {
  const node = nodeAt(before, path);
  if (node === undefined) return [];
  const rows: Row[] = [[path, entryOf(path, node, { change: 'deleted' })]];
  if (node.type !== 'directory') return rows;
  for (const below of walk(node, path)) {
    rows.push([below.path, entryOf(below.path, below.node, { change: 'deleted' })]);
  }
  return rows;
}

function isReplacedDirectory(before: Tree, change: Exclude<Change, { kind: 'deleted' }>): boolean {
  if (change.kind !== 'modified' || change.node.type === 'directory') return false;
  return nodeAt(before, change.path)?.type === 'directory';
}

function linkExtra(first: ByteString | undefined): Extra {
  return first === undefined ? {} : { link: toText(first) };
}

function entryOf(path: ByteString, node: TreeNode, extra: Extra): FilesystemEntry {
  const isHardLink = extra.link !== undefined;
  return {
    path: toText(path),
    type: isHardLink ? 'hard-link' : node.type,
    mode: node.mode,
    uid: node.uid,
    gid: node.gid,
    size: node.type === 'file' && !isHardLink ? node.content.length : 0,
    mtime: Number(node.mtime / 1_000_000_000n),
    ...(node.type === 'symlink' && !isHardLink ? { link: toText(node.target) } : {}),
    ...extra,
  };
}

/** By path, name by name, so that a directory's children follow it at once. */
function sorted(rows: readonly Row[]): readonly FilesystemEntry[] {
  return rows
    .map(([path, entry]) => ({ key: path.replaceAll('/', '\0'), entry }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ entry }) => entry);
}
