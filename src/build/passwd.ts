/**
 * `/etc/passwd` and `/etc/group` of a tree, read as BuildKit and runc do it (github.com/moby/sys/user): lines that
 * make no sense are passed over, numbers that are none count as 0.
 */
import { fromText } from '../filesystem/byte-string.ts';
import { lookup } from '../filesystem/lookup.ts';
import type { Tree } from '../filesystem/tree.ts';

/** A line of `/etc/passwd`, passwd(5). */
export interface PasswdEntry {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
  readonly shell: string;
}

/** A line of `/etc/group`, group(5). */
export interface GroupEntry {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

/** Larger files are read up to here, bytes: they come from images we don't know. */
const maximumSize = 1 << 20;

/** Users of the tree; none where the file is missing. */
export function readPasswd(tree: Tree): PasswdEntry[] {
  return linesOf(tree, '/etc/passwd').map(([name = '', , uid, gid, , home = '', shell = '']) => ({
    name,
    uid: numberOf(uid),
    gid: numberOf(gid),
    home,
    shell,
  }));
}

/** Groups of the tree; none where the file is missing. */
export function readGroups(tree: Tree): GroupEntry[] {
  return linesOf(tree, '/etc/group').map(([name = '', , gid, members = '']) => ({
    name,
    gid: numberOf(gid),
    members: members === '' ? [] : members.split(','),
  }));
}

function linesOf(tree: Tree, path: string): string[][] {
  const found = lookup(tree, fromText(path));
  if (found.outcome !== 'found' || found.node.type !== 'file') return [];
  const text = new TextDecoder().decode(found.node.content.subarray(0, maximumSize));
  return text.split('\n').flatMap((line) => {
    const trimmed = line.trim();
    return trimmed === '' || trimmed.startsWith('#') ? [] : [trimmed.split(':')];
  });
}

function numberOf(text: string | undefined): number {
  return text !== undefined && /^[+-]?\d+$/.test(text) ? Number(text) : 0;
}
