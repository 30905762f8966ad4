/**
 * Inodes of an `Overlay`: the mutable side of a `Tree`. An inode that came from a tree remembers its node and
 * gives exactly that node back when it was not changed, so that a snapshot costs only what was touched.
 */
import type { ByteString } from './byte-string.ts';
import type {
  Attributes,
  DeviceNode,
  DirectoryNode,
  FifoNode,
  FileNode,
  SymlinkNode,
  TreeNode,
} from './tree.ts';

let lastInodeNumber = 1;

/** What a new inode starts with. */
export interface InodeAttributes {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Nanoseconds since the Unix epoch; all three times. */
  readonly mtime: bigint;
}

abstract class BaseInode<Node extends TreeNode> {
  number: number = lastInodeNumber++;
  /** The tree has other names for its node, which do not change with it. See `copyUp`. */
  isLowerLink = false;
  /** Permission bits, 0 to 0o7777. */
  mode: number;
  uid: number;
  gid: number;
  mtime: bigint;
  atime: bigint;
  ctime: bigint;
  /** Directory entries that refer to it, `.` and `..` too. 0: unlinked, alive only while open. */
  links: number;
  readonly xattrs: Attributes['xattrs'];
  /** The node this came from. */
  readonly source: Node | undefined;
  /** The node it was last frozen to, else its source: all names of one inode must get one node. */
  protected last: Node | undefined;

  constructor(source: Node | undefined, attributes: Attributes, links: number) {
    this.source = source;
    this.last = source;
    this.mode = attributes.mode;
    this.uid = attributes.uid;
    this.gid = attributes.gid;
    this.mtime = this.atime = this.ctime = attributes.mtime;
    this.links = links;
    this.xattrs = attributes.xattrs;
  }

  /**
   * To be called before it is changed, opened for writing or given a name: what was one of several names of a file
   * in the tree becomes a file of its own.
   */
  copyUp(): void {
    if (!this.isLowerLink) return;
    this.isLowerLink = false;
    this.number = lastInodeNumber++;
    this.links = 1;
  }

  /** True when the attributes are still those of the node. */
  protected attributesKept(node: Node): boolean {
    return (
      node.mode === this.mode && node.uid === this.uid && node.gid === this.gid && node.mtime === this.mtime
    );
  }

  protected attributes(): Attributes {
    const { mode, uid, gid, mtime, xattrs } = this;
    return xattrs === undefined ? { mode, uid, gid, mtime } : { mode, uid, gid, mtime, xattrs };
  }
}

const nothing = new Uint8Array(0);

export class FileInode extends BaseInode<FileNode> {
  readonly type = 'file';
  /** Length of the content, bytes. */
  size: number;
  #buffer: Uint8Array;
  /** The buffer belongs to a tree and must not be written to. */
  #shared: boolean;
  /** Open files that refer to it: it lives on without a name as long as there are any. */
  handles = 0;

  constructor(source: FileNode | undefined, attributes: Attributes) {
    super(source, attributes, source?.links ?? 0);
    this.#buffer = source?.content ?? nothing;
    this.size = this.#buffer.length;
    this.#shared = source !== undefined;
  }

  /** The content as it is now; a view that later writes may change. */
  get content(): Uint8Array {
    return this.#buffer.length === this.size ? this.#buffer : this.#buffer.subarray(0, this.size);
  }

  /** Bytes that it holds beyond those of the tree when it is `size` bytes long. */
  charge(size: number): number {
    return Math.max(0, size - (this.source?.content.length ?? 0));
  }

  write(bytes: Uint8Array, at: number): void {
    const end = at + bytes.length;
    this.#reserve(end);
    if (at > this.size) this.#buffer.fill(0, this.size, at);
    this.#buffer.set(bytes, at);
    if (end > this.size) this.size = end;
  }

  truncate(size: number): void {
    if (size > this.size) {
      this.#reserve(size);
      this.#buffer.fill(0, this.size, size);
    } else if (size === 0) {
      this.#buffer = nothing;
      this.#shared = false;
    }
    this.size = size;
  }

  #reserve(size: number): void {
    if (!this.#shared && this.#buffer.length >= size) return;
    const doubled = Math.min(this.size * 2, this.size + (64 << 20));
    const grown = size > this.size ? Math.max(size, doubled, 256) : Math.max(size, this.size);
    const buffer = new Uint8Array(grown);
    buffer.set(this.#buffer.subarray(0, this.size));
    this.#buffer = buffer;
    this.#shared = false;
  }

  freeze(): FileNode {
    const { last } = this;
    const isSame =
      last !== undefined &&
      this.#shared &&
      last.content === this.#buffer &&
      this.size === last.content.length &&
      last.links === this.links &&
      this.attributesKept(last);
    if (isSame) return last;
    const content = this.#buffer.length > this.size ? this.#buffer.slice(0, this.size) : this.#buffer;
    this.#buffer = content;
    this.#shared = true;
    this.last = { type: 'file', ...this.attributes(), content, links: this.links };
    return this.last;
  }
}

export class SymlinkInode extends BaseInode<SymlinkNode> {
  readonly type = 'symlink';
  readonly target: ByteString;

  constructor(source: SymlinkNode | undefined, attributes: Attributes, target: ByteString) {
    super(source, attributes, source?.links ?? 0);
    this.target = target;
  }

  freeze(): SymlinkNode {
    const { last, target, links } = this;
    if (last !== undefined && this.attributesKept(last) && last.links === links) return last;
    this.last = { type: 'symlink', ...this.attributes(), target, links };
    return this.last;
  }
}

export class DeviceInode extends BaseInode<DeviceNode> {
  readonly type: DeviceNode['type'];
  readonly major: number;
  readonly minor: number;

  constructor(
    source: DeviceNode | undefined,
    attributes: Attributes,
    device: Pick<DeviceNode, 'type' | 'major' | 'minor'>,
  ) {
    super(source, attributes, source?.links ?? 0);
    this.type = device.type;
    this.major = device.major;
    this.minor = device.minor;
  }

  freeze(): DeviceNode {
    const { last, type, major, minor, links } = this;
    if (last !== undefined && this.attributesKept(last) && last.links === links) return last;
    this.last = { type, ...this.attributes(), major, minor, links };
    return this.last;
  }
}

export class FifoInode extends BaseInode<FifoNode> {
  readonly type = 'fifo';

  constructor(source: FifoNode | undefined, attributes: Attributes) {
    super(source, attributes, source?.links ?? 0);
  }

  freeze(): FifoNode {
    const { last, links } = this;
    if (last !== undefined && this.attributesKept(last) && last.links === links) return last;
    this.last = { type: 'fifo', ...this.attributes(), links };
    return this.last;
  }
}

const noEntries: ReadonlyMap<ByteString, TreeNode> = new Map();

function countDirectories(entries: ReadonlyMap<ByteString, TreeNode>): number {
  let count = 0;
  for (const { type } of entries.values()) if (type === 'directory') count++;
  return count;
}

/** Makes the inode of a node; the overlay passes one that keeps hard links together. */
export type Materialise = (node: TreeNode, name: ByteString, parent: DirectoryInode) => Inode;

/** A directory: the node's entries below, what was looked up or made above, what was removed beside. */
export class DirectoryInode extends BaseInode<DirectoryNode> {
  readonly type = 'directory';
  parent: DirectoryInode;
  /** Its name in the parent; empty for a root. */
  name: ByteString;
  readonly #below: ReadonlyMap<ByteString, TreeNode>;
  readonly #above = new Map<ByteString, Inode>();
  readonly #removed = new Set<ByteString>();
  readonly #materialise: Materialise;

  constructor(
    source: DirectoryNode | undefined,
    attributes: Attributes,
    name: ByteString,
    parent: DirectoryInode | undefined,
    materialise: Materialise,
  ) {
    super(source, attributes, 2 + countDirectories(source?.entries ?? noEntries));
    this.#below = source?.entries ?? noEntries;
    this.name = name;
    this.parent = parent ?? this;
    this.#materialise = materialise;
  }

  get(name: ByteString): Inode | undefined {
    const above = this.#above.get(name);
    if (above !== undefined) return above;
    const below = this.#below.get(name);
    if (below === undefined || this.#removed.has(name)) return undefined;
    const inode = this.#materialise(below, name, this);
    this.#above.set(name, inode);
    return inode;
  }

  /** Names in a stable order: those of the tree first, then new ones as they were made. */
  names(): ByteString[] {
    const names: ByteString[] = [];
    for (const name of this.#below.keys()) if (!this.#removed.has(name)) names.push(name);
    for (const name of this.#above.keys()) {
      if (!this.#below.has(name) || this.#removed.has(name)) names.push(name);
    }
    return names;
  }

  get isEmpty(): boolean {
    if (this.#below.size > this.#removed.size) return false;
    for (const name of this.#above.keys())
      if (!this.#below.has(name) || this.#removed.has(name)) return false;
    return true;
  }

  /** Binds a name, replacing what it named. Link counts and times are the overlay's to keep. */
  bind(name: ByteString, inode: Inode): void {
    if (this.#below.has(name)) this.#removed.add(name);
    this.#above.set(name, inode);
  }

  unbind(name: ByteString): void {
    if (this.#below.has(name)) this.#removed.add(name);
    this.#above.delete(name);
  }

  /** Entries looked up or made so far. */
  touched(): IterableIterator<[ByteString, Inode]> {
    return this.#above.entries();
  }

  freeze(): DirectoryNode {
    const { source } = this;
    let entries: Map<ByteString, TreeNode> | undefined;
    for (const name of this.#removed) {
      if (this.#above.has(name)) continue;
      entries ??= new Map(this.#below);
      entries.delete(name);
    }
    for (const [name, inode] of this.#above) {
      const node = inode.freeze();
      if (this.#below.get(name) === node) continue;
      entries ??= new Map(this.#below);
      entries.set(name, node);
    }
    if (source !== undefined && entries === undefined && this.attributesKept(source)) return source;
    return { type: 'directory', ...this.attributes(), entries: entries ?? this.#below };
  }
}

export type Inode = FileInode | DirectoryInode | SymlinkInode | DeviceInode | FifoInode;
