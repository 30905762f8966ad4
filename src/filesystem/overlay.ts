/**
 * `Overlay`: a writable view of an immutable `Tree`, with the operations of a POSIX filesystem and none of its
 * permissions (those are the kernel's). What was never touched is shared with the tree, before and after.
 */
import type { ByteString } from './byte-string.ts';
import {
  DeviceInode,
  DirectoryInode,
  FifoInode,
  FileInode,
  type Inode,
  type InodeAttributes,
  SymlinkInode,
} from './inode.ts';
import type { DeviceNode, Tree, TreeNode } from './tree.ts';
import { countLinks } from './tree-builder.ts';

/** The overlay would hold more than it may: what a full disk is to a program. */
export class OverlayFullError extends Error {
  override readonly name = 'OverlayFullError';
}

export interface OverlayOptions {
  /** Nanoseconds since the Unix epoch; what changed things are stamped with. */
  readonly now: () => bigint;
  /** Bytes that may be added to files; default 2 GiB. */
  readonly maxBytes?: number;
  /** Inodes that may be made; default 2,000,000. */
  readonly maxInodes?: number;
  /**
   * Whether a file that has several names in the tree changes under all of them (the default), or each name is split
   * off when it is changed, as in Linux's overlay filesystem, on which RUN runs in Docker.
   */
  readonly hardLinks?: 'kept' | 'split';
}

export class Overlay {
  readonly root: DirectoryInode;
  readonly now: () => bigint;
  readonly #base: Tree;
  readonly #maxBytes: number;
  readonly #maxInodes: number;
  #bytes = 0;
  #inodes = 0;
  /** Inodes of nodes with several names, so that all names give the same inode. */
  readonly #hardLinked = new Map<TreeNode, Inode>();
  readonly #splitsLinks: boolean;
  /** The inodes of nodes with several names that are split. */
  readonly #split = new Map<TreeNode, Inode[]>();

  constructor(base: Tree, options: OverlayOptions) {
    this.#base = base;
    this.now = options.now;
    this.#maxBytes = options.maxBytes ?? 2 ** 31;
    this.#maxInodes = options.maxInodes ?? 2_000_000;
    this.#splitsLinks = options.hardLinks === 'split';
    this.root = new DirectoryInode(base.root, base.root, '', undefined, this.#materialise);
  }

  readonly #materialise = (node: TreeNode, name: ByteString, parent: DirectoryInode): Inode => {
    if (node.type === 'directory') {
      return new DirectoryInode(node, node, name, parent, this.#materialise);
    }
    if (node.links < 2) return inodeOf(node);
    if (this.#splitsLinks) {
      const split = inodeOf(node);
      const others = this.#split.get(node) ?? [];
      // One number, by which programs find links, until a name is changed.
      split.number = others.find(({ isLowerLink }) => isLowerLink)?.number ?? split.number;
      split.isLowerLink = true;
      this.#split.set(node, [...others, split]);
      return split;
    }
    let inode = this.#hardLinked.get(node);
    if (inode === undefined) {
      inode = inodeOf(node);
      this.#hardLinked.set(node, inode);
    }
    return inode;
  };

  makeFile(attributes: InodeAttributes): FileInode {
    return this.#count(new FileInode(undefined, attributes));
  }

  makeDirectory(attributes: InodeAttributes): DirectoryInode {
    return this.#count(new DirectoryInode(undefined, attributes, '', undefined, this.#materialise));
  }

  makeSymlink(attributes: InodeAttributes, target: ByteString): SymlinkInode {
    return this.#count(new SymlinkInode(undefined, attributes, target));
  }

  makeDevice(attributes: InodeAttributes, device: Pick<DeviceNode, 'type' | 'major' | 'minor'>): DeviceInode {
    return this.#count(new DeviceInode(undefined, attributes, device));
  }

  makeFifo(attributes: InodeAttributes): FifoInode {
    return this.#count(new FifoInode(undefined, attributes));
  }

  #count<T extends Inode>(inode: T): T {
    if (this.#inodes >= this.#maxInodes) {
      throw new OverlayFullError(`more than ${this.#maxInodes} files were made`);
    }
    this.#inodes++;
    return inode;
  }

  /** Enters an inode under a name that is free; its link count grows and the directory is stamped. */
  link(directory: DirectoryInode, name: ByteString, inode: Inode): void {
    inode.copyUp();
    directory.bind(name, inode);
    if (inode.type === 'directory') {
      inode.parent = directory;
      inode.name = name;
      directory.links++;
    } else {
      inode.links++;
    }
    this.#stamp(directory);
  }

  /** Removes a name that is bound; a directory must be empty. */
  unlink(directory: DirectoryInode, name: ByteString): void {
    const inode = directory.get(name);
    if (inode === undefined) return;
    directory.unbind(name);
    if (inode.type === 'directory') {
      inode.links = 0;
      directory.links--;
    } else {
      inode.links--;
      inode.ctime = this.now();
    }
    if (inode.type !== 'file' || inode.handles === 0) this.#discard(inode);
    this.#stamp(directory);
  }

  /** Moves what `name` names; what stood at the new place is unlinked. */
  rename(from: DirectoryInode, name: ByteString, to: DirectoryInode, newName: ByteString): void {
    const inode = from.get(name);
    if (inode === undefined) return;
    if (to.get(newName) !== undefined) this.unlink(to, newName);
    inode.copyUp();
    from.unbind(name);
    to.bind(newName, inode);
    if (inode.type === 'directory') {
      inode.parent = to;
      inode.name = newName;
      from.links--;
      to.links++;
    }
    inode.ctime = this.now();
    this.#stamp(from);
    this.#stamp(to);
  }

  write(file: FileInode, bytes: Uint8Array, at: number): void {
    this.#charge(file, Math.max(file.size, at + bytes.length));
    file.copyUp();
    file.write(bytes, at);
    this.#stamp(file);
  }

  truncate(file: FileInode, size: number): void {
    this.#charge(file, size);
    file.copyUp();
    file.truncate(size);
    this.#stamp(file);
  }

  /** Notes that an open file refers to it no more. */
  close(file: FileInode): void {
    if (--file.handles === 0) this.#discard(file);
  }

  /** Counts the file as `size` bytes long. */
  #charge(file: FileInode, size: number): void {
    const more = file.charge(size) - file.charge(file.size);
    if (more > 0 && this.#bytes + more > this.#maxBytes) {
      throw new OverlayFullError(`files would grow by more than ${this.#maxBytes} bytes`);
    }
    this.#bytes += more;
  }

  /** What has no name and is not open takes no space. */
  #discard(inode: Inode): void {
    if (inode.links > 0) return;
    if (inode.type === 'file') this.#bytes -= inode.charge(inode.size);
    if (inode.source === undefined) this.#inodes--;
  }

  #stamp(inode: FileInode | DirectoryInode): void {
    inode.mtime = inode.ctime = this.now();
  }

  /** The filesystem as it is now. The overlay may be used on afterwards. */
  commit(): Tree {
    this.#materialiseOtherNames();
    const root = this.root.freeze();
    if (root === this.#base.root) return this.#base;
    const fewer = this.#withFewerNames();
    return { root: fewer.size === 0 ? root : countLinks(root, fewer) };
  }

  /** Nodes of the base that a split or a removal took a name from. */
  #withFewerNames(): ReadonlySet<TreeNode> {
    const nodes = new Set<TreeNode>();
    for (const [node, inodes] of this.#split) {
      const isWhole = inodes.every(
        (inode) => inode.isLowerLink && node.type !== 'directory' && inode.links === node.links,
      );
      if (!isWhole) nodes.add(node);
    }
    return nodes;
  }

  /** A changed file with several names changes under all of them: looks up those nobody asked for. */
  #materialiseOtherNames(): void {
    const changed = new Set<TreeNode>();
    for (const [node, inode] of this.#hardLinked) if (inode.freeze() !== node) changed.add(node);
    if (changed.size === 0) return;
    const visit = (directory: DirectoryInode): void => {
      const node = directory.source;
      if (node === undefined) return;
      for (const [name, child] of node.entries) {
        if (child.type === 'directory' ? containsAny(child, changed) : changed.has(child)) {
          const inode = directory.get(name);
          if (inode?.type === 'directory') visit(inode);
        }
      }
    };
    visit(this.root);
  }
}

function containsAny(directory: TreeNode, wanted: ReadonlySet<TreeNode>): boolean {
  if (directory.type !== 'directory') return false;
  for (const child of directory.entries.values()) {
    if (child.type === 'directory' ? containsAny(child, wanted) : wanted.has(child)) return true;
  }
  return false;
}

function inodeOf(node: Exclude<TreeNode, { type: 'directory' }>): Inode {
  switch (node.type) {
    case 'file':
      return new FileInode(node, node);
    case 'symlink':
      return new SymlinkInode(node, node, node.target);
    case 'fifo':
      return new FifoInode(node, node);
    default:
      return new DeviceInode(node, node, node);
  }
}
