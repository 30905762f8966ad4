/**
 * From a path to a node of a `Tree`, following symbolic links as path_resolution(7) says, with `/` of the tree
 * as the root that `..` and absolute links can't leave.
 */
import type { ByteString } from './byte-string.ts';
import type { DirectoryNode, Tree, TreeNode } from './tree.ts';

/** Symbolic links followed in one lookup before it is given up, as Linux has it. */
export const maximumLinks = 40;
/** Bytes in one name. */
export const maximumName = 255;
/** Bytes in one path. */
export const maximumPath = 4096;

export type Lookup =
  /** `path` is canonical: absolute, no symbolic links on the way, no `.` or `..`. */
  | { readonly outcome: 'found'; readonly path: ByteString; readonly node: TreeNode }
  /** Nothing is there; `path` is where it would be, with all links that exist followed. */
  | { readonly outcome: 'missing'; readonly path: ByteString }
  /** `path` has to be a directory for this lookup, and is something else; `below` was looked for in it. */
  | { readonly outcome: 'not-a-directory'; readonly path: ByteString; readonly below?: ByteString }
  /** More than `maximumLinks`; `path` is the link that was one too many. */
  | { readonly outcome: 'too-many-links'; readonly path: ByteString }
  /** A name of more than `maximumName` or a path of more than `maximumPath` bytes. */
  | { readonly outcome: 'name-too-long'; readonly path: ByteString };

export interface LookupOptions {
  /** Whether a symbolic link at the very end is followed (`stat`) or is itself the answer (`lstat`). */
  readonly follow: boolean;
}

/** The names of a path, without empty ones and `.`; `..` stays. */
export function pathNames(path: ByteString): ByteString[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}

// A slash at the start, the end or doubled, or a name that begins with a dot.
const unclean = /(?:^|\/)(?:\.|\/|$)/;

/** Absolute path without `.`, `..`, doubled or trailing slashes, by its letters alone; `..` stops at `/`. */
export function cleanPath(path: ByteString): ByteString {
  // Most are clean already, but for the slash: layers have them without.
  const rest = path.startsWith('/') ? path.slice(1) : path;
  const isClean = rest !== '' && !unclean.test(rest);
  if (isClean) return rest === path ? `/${path}` : path;
  const names: ByteString[] = [];
  for (const name of pathNames(path)) {
    if (name === '..') names.pop();
    else names.push(name);
  }
  return `/${names.join('/')}`;
}

/** The path of `name` in the directory `directory`, which is absolute and clean. */
export function joinPath(directory: ByteString, name: ByteString): ByteString {
  return directory === '/' ? `/${name}` : `${directory}/${name}`;
}

/** The directory a clean absolute path is in; `/` for `/`. */
export function parentPath(path: ByteString): ByteString {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

/** The last name of a clean absolute path; empty for `/`. */
export function baseName(path: ByteString): ByteString {
  return path.slice(path.lastIndexOf('/') + 1);
}

interface Place {
  readonly path: ByteString;
  readonly node: TreeNode;
}

/** Finds a path, absolute or relative to `/`. */
export function lookup(tree: Tree, path: ByteString, { follow }: LookupOptions = { follow: true }): Lookup {
  return lookupFrom({ path: '/', node: tree.root }, path, follow);
}

function lookupFrom(root: Place, path: ByteString, follow: boolean): Lookup {
  if (path.length > maximumPath) return { outcome: 'name-too-long', path };
  // Names still to be walked, the next one last.
  const ahead = pathNames(path).reverse();
  // A trailing slash asks for a directory, so a link there is followed.
  const followLast = follow || path.endsWith('/') || path.endsWith('/.');
  const way: Place[] = [root];
  let links = 0;
  for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
    const here = way.at(-1) ?? root;
    if (here.node.type !== 'directory') {
      return { outcome: 'not-a-directory', path: here.path, below: joinPath(here.path, name) };
    }
    if (name === '..') {
      if (way.length > 1) way.pop();
      continue;
    }
    const at = joinPath(here.path, name);
    if (name.length > maximumName) return { outcome: 'name-too-long', path: at };
    const node = here.node.entries.get(name);
    if (node === undefined) {
      return { outcome: 'missing', path: cleanPath([at, ...ahead.reverse()].join('/')) };
    }
    if (node.type === 'symlink' && (ahead.length > 0 || followLast)) {
      links++;
      if (links > maximumLinks) return { outcome: 'too-many-links', path: at };
      const names = pathNames(node.target);
      if (ahead.length + names.length > maximumPath) return { outcome: 'name-too-long', path: at };
      if (node.target.startsWith('/')) way.length = 1;
      ahead.push(...names.reverse());
      continue;
    }
    way.push({ path: at, node });
  }
  const found = way.at(-1) ?? root;
  if (path.endsWith('/') && found.node.type !== 'directory') {
    return { outcome: 'not-a-directory', path: found.path };
  }
  return { outcome: 'found', ...found };
}

/** The node at a clean absolute path, no link followed anywhere; undefined where there is none. */
export function nodeAt(tree: Tree, path: ByteString): TreeNode | undefined {
  let node: TreeNode | undefined = tree.root;
  for (const name of pathNames(path)) {
    if (node?.type !== 'directory') return undefined;
    node = node.entries.get(name);
  }
  return node;
}

/** A directory's entries sorted by the bytes of their names. */
export function sortedEntries(directory: DirectoryNode): [ByteString, TreeNode][] {
  return [...directory.entries].sort(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * All below a directory, parents first, each directory's names sorted by their bytes; not the directory itself.
 * Its own path is given in `path`, clean and absolute.
 */
export function* walk(directory: DirectoryNode, path: ByteString = '/'): Generator<Place> {
  // A stack, not recursion: trees from outside may be deeper than the call stack.
  const stack: Level[] = [{ path, entries: sortedEntries(directory), next: 0 }];
  for (let level = stack.at(-1); level !== undefined; level = stack.at(-1)) {
    const entry = level.entries[level.next++];
    if (entry === undefined) {
      stack.pop();
      continue;
    }
    const [name, node] = entry;
    const at = joinPath(level.path, name);
    yield { path: at, node };
    if (node.type === 'directory') stack.push({ path: at, entries: sortedEntries(node), next: 0 });
  }
}

/** A directory in the middle of a walk. */
interface Level {
  readonly path: ByteString;
  readonly entries: readonly [ByteString, TreeNode][];
  next: number;
}
