/** Two whole filesystems compared path by path. What the trees share is not looked at twice. */
import { type ByteString, toText } from '../filesystem/byte-string.ts';
import { joinPath, sortedEntries } from '../filesystem/lookup.ts';
import type { DirectoryNode, Tree, TreeNode } from '../filesystem/tree.ts';
import type { ComparedFile, FileAspect, FileComparison, FileSum } from './protocol/comparison.ts';

/** Rows of one comparison. */
const mostFiles = 100_000;

interface Sum extends FileSum {
  files: number;
  bytes: number;
}

class Comparison {
  readonly files: ComparedFile[] = [];
  readonly onlyFirst: Sum = { files: 0, bytes: 0 };
  readonly onlySecond: Sum = { files: 0, bytes: 0 };
  readonly changed: Sum = { files: 0, bytes: 0 };
  left = 0;
  timesOnly = 0;
  same = 0;

  directories(first: DirectoryNode, second: DirectoryNode, path: ByteString): void {
    if (first === second) {
      this.same += count(first);
      return;
    }
    const names = new Map(sortedEntries(first).map(([name, node]) => [name, [node, undefined] as Pair]));
    for (const [name, node] of sortedEntries(second)) names.set(name, [names.get(name)?.[0], node]);
    for (const name of [...names.keys()].sort()) {
      const [a, b] = names.get(name) ?? [undefined, undefined];
      this.#nodes(a, b, joinPath(path, name));
    }
  }

  #nodes(first: TreeNode | undefined, second: TreeNode | undefined, path: ByteString): void {
    if (first === undefined || second === undefined) {
      if (first !== undefined) this.#only(first, path, 'first', this.onlyFirst);
      if (second !== undefined) this.#only(second, path, 'second', this.onlySecond);
      return;
    }
    const differs = first === second ? [] : aspects(first, second);
    if (differs.length > 0) this.#both(first, second, path, differs);
    else if (second.type !== 'directory') this.same++;
    if (first.type === 'directory' && second.type === 'directory') this.directories(first, second, path);
    else if (first.type === 'directory') this.#below(first, path, 'first', this.onlyFirst);
    else if (second.type === 'directory') this.#below(second, path, 'second', this.onlySecond);
  }

  #both(first: TreeNode, second: TreeNode, path: ByteString, differs: readonly FileAspect[]): void {
    const directory = second.type === 'directory';
    // A directory's time is that of whoever wrote into it.
    if (directory && differs.every((each) => each === 'time')) return;
    if (differs.every((each) => each === 'time')) {
      this.timesOnly++;
    } else if (!directory) {
      this.changed.files++;
      this.changed.bytes += size(second);
    }
    this.#add({ path: toText(path), first: size(first), second: size(second), directory, differs });
  }

  #only(node: TreeNode, path: ByteString, side: 'first' | 'second', sum: Sum): void {
    if (node.type !== 'directory') {
      sum.files++;
      sum.bytes += size(node);
    }
    this.#add({ path: toText(path), [side]: size(node), directory: node.type === 'directory', differs: [] });
    if (node.type === 'directory') this.#below(node, path, side, sum);
  }

  #below(directory: DirectoryNode, path: ByteString, side: 'first' | 'second', sum: Sum): void {
    for (const [name, node] of sortedEntries(directory)) this.#only(node, joinPath(path, name), side, sum);
  }

  #add(file: ComparedFile): void {
    if (this.files.length < mostFiles) this.files.push(file);
    else this.left++;
  }
}

type Pair = readonly [first: TreeNode | undefined, second: TreeNode | undefined];

export function compareTrees(first: Tree, second: Tree): FileComparison {
  const comparison = new Comparison();
  comparison.directories(first.root, second.root, '/');
  const { files, left, onlyFirst, onlySecond, changed, timesOnly, same } = comparison;
  return { files, left, onlyFirst, onlySecond, changed, timesOnly, same };
}

function aspects(first: TreeNode, second: TreeNode): readonly FileAspect[] {
  if (first.type !== second.type) return ['type'];
  const found: FileAspect[] = [];
  if (first.type === 'file' && second.type === 'file' && !sameBytes(first.content, second.content)) {
    found.push('content');
  }
  if (first.type === 'symlink' && second.type === 'symlink' && first.target !== second.target) {
    found.push('link target');
  }
  if (first.mode !== second.mode) found.push('mode');
  if (first.uid !== second.uid || first.gid !== second.gid) found.push('owner');
  if (first.mtime !== second.mtime) found.push('time');
  return found;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a === b || (a.length === b.length && a.every((byte, at) => byte === b[at]));
}

function size(node: TreeNode): number {
  return node.type === 'file' ? node.content.length : 0;
}

/** Everything below that is no directory. */
function count(directory: DirectoryNode): number {
  let files = 0;
  for (const node of directory.entries.values()) files += node.type === 'directory' ? count(node) : 1;
  return files;
}
