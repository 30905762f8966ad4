/**
 * `--output type=local`: the image's filesystem as a folder. As BuildKit's client does it, owners stay ours
 * unless we are root, and devices are made only by root.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  lchownSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { resolve } from 'node:path';
import { toBytes } from '../filesystem/byte-string.ts';
import { walk } from '../filesystem/lookup.ts';
import type { Tree, TreeNode } from '../filesystem/tree.ts';

/** What could not be written as it is in the image, one sentence each. */
export type LocalNotes = readonly string[];

/** Writes the tree into the folder, over what is there. */
export function writeLocalFolder(tree: Tree, folder: string): LocalNotes {
  const isRoot = process.getuid?.() === 0;
  const notes: string[] = [];
  const root = Buffer.from(resolve(folder));
  mkdirSync(root, { recursive: true });
  const firstNames = new Map<TreeNode, Buffer>();
  // Directories get their modes and times last: writing into them changes the one and may need the other.
  const directories: { readonly path: Buffer; readonly node: TreeNode }[] = [];
  for (const { path: inside, node } of walk(tree.root)) {
    const path = Buffer.concat([root, toBytes(inside)]);
    if (node.type === 'directory') {
      makeDirectory(path);
      directories.push({ path, node });
      continue;
    }
    rmSync(path, { recursive: true, force: true });
    const first = firstNames.get(node);
    if (first !== undefined) {
      linkSync(first, path);
      continue;
    }
    firstNames.set(node, path);
    if (!makeLeaf(path, node, isRoot)) {
      notes.push(
        `${path.toString()} is a ${node.type.replace('-', ' ')}: only root can make one, it was left out.`,
      );
      continue;
    }
    settle(path, node, isRoot);
  }
  for (const { path, node } of directories.reverse()) settle(path, node, isRoot);
  return notes;
}

function makeDirectory(path: Buffer): void {
  // A symbolic link there would lead out of the folder.
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there !== undefined && !there.isDirectory()) rmSync(path, { recursive: true });
  mkdirSync(path, { recursive: true, mode: 0o700 });
}

function makeLeaf(path: Buffer, node: TreeNode, isRoot: boolean): boolean {
  switch (node.type) {
    case 'file':
      writeFileSync(path, node.content, { flag: 'wx' });
      return true;
    case 'symlink':
      symlinkSync(Buffer.from(toBytes(node.target)), path);
      return true;
    case 'fifo':
      return spawnSync('mkfifo', ['--', path.toString()]).status === 0;
    case 'character-device':
    case 'block-device': {
      if (!isRoot) return false;
      const letter = node.type === 'character-device' ? 'c' : 'b';
      const numbers = [String(node.major), String(node.minor)];
      return spawnSync('mknod', ['--', path.toString(), letter, ...numbers]).status === 0;
    }
    case 'directory':
      return false;
  }
}

/** Owner first: changing it takes setuid bits away. */
function settle(path: Buffer, node: TreeNode, isRoot: boolean): void {
  const seconds = Number(node.mtime) / 1e9;
  if (node.type === 'symlink') {
    if (isRoot) lchownSync(path, node.uid, node.gid);
    lutimesSync(path, seconds, seconds);
    return;
  }
  if (isRoot) chownSync(path, node.uid, node.gid);
  chmodSync(path, isRoot ? node.mode : node.mode & 0o777);
  utimesSync(path, seconds, seconds);
}
