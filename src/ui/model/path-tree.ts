/**
 * A list of paths as the rows of a tree: directories first, closed ones hide what is below them. Pure and
 * linear in the number of paths, so a layer of 50,000 files opens at once.
 */

export interface TreeRow<Item> {
  /** Full path; a directory's ends in `/`. */
  readonly path: string;
  /** Last part of the path. */
  readonly name: string;
  /** 0 at the top. */
  readonly depth: number;
  readonly directory: boolean;
  readonly open: boolean;
  /** Undefined for a directory that no entry names. */
  readonly item: Item | undefined;
}

interface Branch<Item> {
  readonly directories: Map<string, Branch<Item>>;
  readonly files: { name: string; path: string; item: Item }[];
  item: Item | undefined;
}

/** Rows of the tree of `items`, `pathOf` each relative, with a trailing slash for directories. */
export function treeRows<Item>(
  items: readonly Item[],
  pathOf: (item: Item) => string,
  isOpen: (path: string) => boolean,
): readonly TreeRow<Item>[] {
  const root = emptyBranch<Item>();
  for (const item of items) {
    const path = pathOf(item);
    const parts = path.split('/');
    const name = parts.pop() ?? '';
    let branch = root;
    for (const part of parts) {
      let next = branch.directories.get(part);
      if (!next) {
        next = emptyBranch();
        branch.directories.set(part, next);
      }
      branch = next;
    }
    if (name === '') branch.item = item;
    else branch.files.push({ name, path, item });
  }
  const rows: TreeRow<Item>[] = [];
  addRows(rows, root, '', 0, isOpen);
  return rows;
}

function emptyBranch<Item>(): Branch<Item> {
  return { directories: new Map(), files: [], item: undefined };
}

function addRows<Item>(
  rows: TreeRow<Item>[],
  branch: Branch<Item>,
  prefix: string,
  depth: number,
  isOpen: (path: string) => boolean,
): void {
  const names = [...branch.directories.keys()].sort(byName);
  for (const name of names) {
    const below = branch.directories.get(name);
    if (!below) continue;
    const path = `${prefix}${name}/`;
    const open = isOpen(path);
    rows.push({ path, name, depth, directory: true, open, item: below.item });
    if (open) addRows(rows, below, path, depth + 1, isOpen);
  }
  const files = branch.files.sort((a, b) => byName(a.name, b.name));
  for (const { name, path, item } of files) {
    rows.push({ path, name, depth, directory: false, open: false, item });
  }
}

function byName(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
