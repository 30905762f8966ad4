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
  // A diff comes in the order of a walk, and so does what is below a deleted directory: nothing needs to be sorted.
  const entries: FilesystemEntry[] = [];
  for (const change of diff(before, after)) {
    if (change.kind === 'deleted') {
      for (const [, entry] of deletedRows(before, change.path)) entries.push(entry);
      continue;
    }
    const linkTo = 'linkTo' in change ? change.linkTo : undefined;
    entries.push(
      entryOf(change.path, change.node, { change: changeNames[change.kind], ...linkExtra(linkTo) }),
    );
    if (isReplacedDirectory(before, change)) {
      for (const [, entry] of deletedRows(before, change.path).slice(1)) entries.push(entry);
    }
  }
  return entries;
}

const changeNames = {
  added: 'added',
  modified: 'changed',
  parent: 'unchanged',
  deleted: 'deleted',
} as const satisfies Record<Change['kind'], FilesystemEntry['change']>;

/** Everything in a filesystem. A node's second and later names are rows of hard links to the first. */
export function filesystemEntries(tree: Tree): readonly FilesystemEntry[] {
  return filesystemRows(tree, new Map()).map(([, entry]) => entry);
}

/** Everything in a filesystem, marked with what was added and changed since `before`, and what was deleted. */
export function markedEntries(before: Tree, after: Tree): readonly FilesystemEntry[] {
  const changes = new Map<ByteString, 'added' | 'changed'>();
  const gone: Row[] = [];
  for (const change of diff(before, after)) {
    if (change.kind === 'deleted') for (const row of deletedRows(before, change.path)) gone.push(row);
    else if (change.kind !== 'parent') {
      if (isReplacedDirectory(before, change)) {
        for (const row of deletedRows(before, change.path).slice(1)) gone.push(row);
      }
      changes.set(change.path, changeNames[change.kind]);
    }
  }
  return merged(filesystemRows(after, changes), gone);
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

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** Without spreads: a layer may have a hundred thousand of them. */
function entryOf(path: ByteString, node: TreeNode, { change, link }: Extra): FilesystemEntry {
  const entry: Mutable<FilesystemEntry> = {
    path: toText(path),
    type: link === undefined ? node.type : 'hard-link',
    mode: node.mode,
    uid: node.uid,
    gid: node.gid,
    size: node.type === 'file' && link === undefined ? node.content.length : 0,
    mtime: Number(node.mtime / 1_000_000_000n),
  };
  if (change !== undefined) entry.change = change;
  if (link !== undefined) entry.link = link;
  else if (node.type === 'symlink') entry.link = toText(node.target);
  return entry;
}

/** Two lists in the order of a walk as one. */
function merged(rows: readonly Row[], others: readonly Row[]): readonly FilesystemEntry[] {
  const entries: FilesystemEntry[] = [];
  let next = 0;
  for (const [path, entry] of rows) {
    for (let other = others[next]; other && isBefore(other[0], path); other = others[++next]) {
      entries.push(other[1]);
    }
    entries.push(entry);
  }
  for (const [, entry] of others.slice(next)) entries.push(entry);
  return entries;
}

/** In the order of a walk: name by name, so that a directory's children follow it at once. */
function isBefore(a: ByteString, b: ByteString): boolean {
  let at = 0;
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  if (at === a.length) return at < b.length;
  if (at === b.length) return false;
  if (a[at] === '/') return true;
  return b[at] !== '/' && a.charCodeAt(at) < b.charCodeAt(at);
}
