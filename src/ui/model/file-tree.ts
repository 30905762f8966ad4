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

/** A directory while sums are added to it. */
interface Draft extends FileNode {
  readonly parent: Draft | undefined;
  children: FileNode[];
  size: number;
  deletedSize: number;
  counts: Record<ChangeKind, number>;
}

export function changeOf(entry: FilesystemEntry | undefined): ChangeKind {
  return entry?.change ?? 'unchanged';
}

/** The tree of a listing that is sorted by path, name by name, as the engine gives it. */
export function fileTree(entries: readonly FilesystemEntry[]): FileNode {
  const root = directory('', '/', undefined);
  const directories = new Map<string, Draft>([['/', root]]);
  const made: Draft[] = [];
  const parentAt = (path: string): Draft => {
    const known = directories.get(path);
    if (known) return known;
    const parent = parentAt(parentOf(path));
    const node = directory(nameOf(path), path, undefined, parent);
    parent.children.push(node);
    directories.set(path, node);
    made.push(node);
    return node;
  };
  // What is in one directory comes together.
  let parentPath = '/';
  let parent = root;
  for (const entry of entries) {
    const { path } = entry;
    if (path === '/') continue;
    const slash = path.lastIndexOf('/');
    if (!(slash === parentPath.length && path.startsWith(parentPath))) {
      parentPath = path.slice(0, slash) || '/';
      parent = parentAt(parentPath);
    }
    const name = path.slice(slash + 1);
    if (entry.type === 'directory') {
      const node = directory(name, path, entry, parent);
      directories.set(path, node);
      made.push(node);
      parent.children.push(node);
    } else {
      const node = file(name, entry);
      parent.children.push(node);
      addTo(parent, node);
    }
  }
  // Parents were made before what is in them, so that sums are right going backwards.
  for (const node of made.reverse()) if (node.parent) addTo(node.parent, node);
  return root;
}

function directory(name: string, path: string, entry: FilesystemEntry | undefined, parent?: Draft): Draft {
  const counts = { added: 0, changed: 0, deleted: 0, unchanged: 0 };
  if (entry) counts[changeOf(entry)] = 1;
  return { name, path, entry, directory: true, children: [], size: 0, deletedSize: 0, counts, parent };
}

const nothingBelow: readonly FileNode[] = [];
/** A file is one of its kind. */
const one: Readonly<Record<ChangeKind, FileNode['counts']>> = {
  added: { added: 1, changed: 0, deleted: 0, unchanged: 0 },
  changed: { added: 0, changed: 1, deleted: 0, unchanged: 0 },
  deleted: { added: 0, changed: 0, deleted: 1, unchanged: 0 },
  unchanged: { added: 0, changed: 0, deleted: 0, unchanged: 1 },
};

function file(name: string, entry: FilesystemEntry): FileNode {
  const kind = changeOf(entry);
  const gone = kind === 'deleted';
  return {
    name,
    path: entry.path,
    entry,
    directory: false,
    children: nothingBelow,
    size: gone ? 0 : entry.size,
    deletedSize: gone ? entry.size : 0,
    counts: one[kind],
  };
}

function addTo(parent: Draft, node: FileNode): void {
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
