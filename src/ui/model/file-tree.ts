/**
 * The files of a layer or a filesystem as a tree with sums: sizes of directories, numbers of changes below. Built once
 * a listing; the rows to show are found from it for each filter, order and set of open directories.
 */
import type { FilesystemEntry } from '../../worker/protocol.ts';

export type ChangeKind = 'added' | 'changed' | 'deleted' | 'unchanged';
export const changeKinds: readonly ChangeKind[] = ['added', 'changed', 'deleted', 'unchanged'];

export interface FileNode {
  /** Last part of the path; empty for the root. */
  readonly name: string;
  /** `/usr/bin`; `/` for the root. */
  readonly path: string;
  /** Absent for a directory that the listing doesn't name. */
  readonly entry: FilesystemEntry | undefined;
  readonly directory: boolean;
  readonly children: readonly FileNode[];
  /** Bytes of the file, or of all files below that are there: deleted ones count in `deletedSize`. */
  readonly size: number;
  readonly deletedSize: number;
  /** Numbers of paths below by what happened to them, this one included. */
  readonly counts: Readonly<Record<ChangeKind, number>>;
}

interface Draft extends FileNode {
  children: Draft[];
  size: number;
  deletedSize: number;
  counts: Record<ChangeKind, number>;
}

export function changeOf(entry: FilesystemEntry | undefined): ChangeKind {
  return entry?.change ?? 'unchanged';
}

/** The tree of a listing that is sorted by path, name by name, as the engine gives it. */
export function fileTree(entries: readonly FilesystemEntry[]): FileNode {
  const root = draft('', '/', undefined, true);
  const directories = new Map<string, Draft>([['/', root]]);
  const order: Draft[] = [root];
  for (const entry of entries) {
    if (entry.path === '/') continue;
    const parent = directoryAt(parentOf(entry.path), directories, order);
    const node = draft(nameOf(entry.path), entry.path, entry, entry.type === 'directory');
    parent.children.push(node);
    order.push(node);
    if (node.directory) directories.set(entry.path, node);
  }
  // Parents come before what is in them, so that sums are right going backwards.
  for (let at = order.length - 1; at > 0; at--) {
    const node = order[at];
    const parent = node && directories.get(parentOf(node.path));
    if (node && parent) addTo(parent, node);
  }
  return root;
}

function directoryAt(path: string, directories: Map<string, Draft>, order: Draft[]): Draft {
  const known = directories.get(path);
  if (known) return known;
  const parent = directoryAt(parentOf(path), directories, order);
  const node = draft(nameOf(path), path, undefined, true);
  parent.children.push(node);
  order.push(node);
  directories.set(path, node);
  return node;
}

function draft(name: string, path: string, entry: FilesystemEntry | undefined, directory: boolean): Draft {
  const kind = changeOf(entry);
  const counts = { added: 0, changed: 0, deleted: 0, unchanged: 0 };
  if (entry) counts[kind] = 1;
  const bytes = entry?.size ?? 0;
  const gone = kind === 'deleted';
  return {
    name,
    path,
    entry,
    directory,
    children: [],
    size: gone ? 0 : bytes,
    deletedSize: gone ? bytes : 0,
    counts,
  };
}

function addTo(parent: Draft, node: Draft): void {
  parent.size += node.size;
  parent.deletedSize += node.deletedSize;
  for (const kind of changeKinds) parent.counts[kind] += node.counts[kind];
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export type FileOrder = 'name' | 'size' | 'change';

export interface FileQuery {
  /** In the path; without regard to case. */
  readonly text: string;
  /** Kinds of change to show. */
  readonly kinds: ReadonlySet<ChangeKind>;
  readonly order: FileOrder;
  readonly isOpen: (path: string) => boolean;
}

export interface FileRow {
  readonly node: FileNode;
  /** 0 at the top. */
  readonly depth: number;
  readonly open: boolean;
  /** It is what was looked for, not only on the way to it. */
  readonly found: boolean;
}

/** The rows of the tree from top to bottom, without the root. */
export function fileRows(root: FileNode, query: FileQuery): readonly FileRow[] {
  const text = query.text.toLowerCase();
  const everything = text === '' && query.kinds.size === changeKinds.length;
  const found = (node: FileNode): boolean =>
    (node.entry !== undefined || everything) &&
    query.kinds.has(changeOf(node.entry)) &&
    (text === '' || node.path.toLowerCase().includes(text));
  const shown = everything ? undefined : nodesToShow(root, found);
  const compare = orders[query.order];
  const rows: FileRow[] = [];
  const add = (parent: FileNode, depth: number): void => {
    const seen = shown ? parent.children.filter((node) => shown.has(node)) : parent.children;
    for (const node of [...seen].sort(compare)) {
      const open = node.directory && query.isOpen(node.path);
      rows.push({ node, depth, open, found: !everything && found(node) });
      if (open) add(node, depth + 1);
    }
  };
  add(root, 0);
  return rows;
}

/** What was found and the directories on the way to it. */
function nodesToShow(root: FileNode, found: (node: FileNode) => boolean): ReadonlySet<FileNode> {
  const shown = new Set<FileNode>();
  const visit = (node: FileNode): boolean => {
    let wanted = found(node);
    for (const child of node.children) wanted = visit(child) || wanted;
    if (wanted) shown.add(node);
    return wanted;
  };
  visit(root);
  return shown;
}

const changeRank: Readonly<Record<ChangeKind, number>> = { deleted: 0, changed: 1, added: 2, unchanged: 3 };

/** A directory stands for the first of the kinds that are in it. */
function rankOf(node: FileNode): number {
  if (changeOf(node.entry) !== 'unchanged') return changeRank[changeOf(node.entry)];
  const kind = (['deleted', 'changed', 'added'] as const).find((each) => node.counts[each] > 0);
  return changeRank[kind ?? 'unchanged'];
}

const byName = (a: FileNode, b: FileNode): number =>
  Number(b.directory) - Number(a.directory) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

const orders: Readonly<Record<FileOrder, (a: FileNode, b: FileNode) => number>> = {
  name: byName,
  size: (a, b) => b.size + b.deletedSize - (a.size + a.deletedSize) || byName(a, b),
  change: (a, b) => rankOf(a) - rankOf(b) || byName(a, b),
};

/** The node at a path. */
export function nodeAtPath(root: FileNode, path: string): FileNode | undefined {
  let node: FileNode | undefined = root;
  for (const name of path.split('/')) {
    if (name !== '') node = node?.children.find((child) => child.name === name);
  }
  return node;
}
