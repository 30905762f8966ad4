/**
 * `Tree`: a whole POSIX filesystem at one moment, immutable and structurally shared. Two trees that share a
 * node by reference are equal below it, which is what makes snapshots free and `diff` proportional to the change.
 */
import type { ByteString } from './byte-string.ts';

/** What every node has, as in `struct stat`. */
export interface Attributes {
  /** Permission bits, setuid, setgid and sticky: 0 to 0o7777, without the type. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Nanoseconds since the Unix epoch. */
  readonly mtime: bigint;
  /** Extended attributes by name; absent when there are none. */
  readonly xattrs?: ReadonlyMap<ByteString, Uint8Array>;
}

/**
 * A regular file. Two directory entries that refer to the same `FileNode` object are hard links of one
 * another (the same holds for every node that is not a directory).
 */
export interface FileNode extends Attributes {
  readonly type: 'file';
  /** The content. Never written to after the node was made. */
  readonly content: Uint8Array;
  /** How many directory entries refer to this node; 1 for nearly all. */
  readonly links: number;
}

export interface DirectoryNode extends Attributes {
  readonly type: 'directory';
  /** Children by name, in no particular order; names are non-empty, without `/`, never `.` or `..`. */
  readonly entries: ReadonlyMap<ByteString, TreeNode>;
}

export interface SymlinkNode extends Attributes {
  readonly type: 'symlink';
  readonly target: ByteString;
  readonly links: number;
}

export interface DeviceNode extends Attributes {
  readonly type: 'character-device' | 'block-device';
  readonly major: number;
  readonly minor: number;
  readonly links: number;
}

export interface FifoNode extends Attributes {
  readonly type: 'fifo';
  readonly links: number;
}

export type TreeNode = FileNode | DirectoryNode | SymlinkNode | DeviceNode | FifoNode;

/** A whole filesystem. `root` is `/`. */
export interface Tree {
  readonly root: DirectoryNode;
}

/** A filesystem with nothing in it, a root directory 0755 0:0: what `FROM scratch` starts from. */
export const emptyTree: Tree = {
  root: { type: 'directory', mode: 0o755, uid: 0, gid: 0, mtime: 0n, entries: new Map() },
};
