/**
 * The filesystems of a run and where each is mounted. A mount covers an inode of another one; walking a path
 * passes from the covered inode to the mount's root and back at `..`.
 */
import type { ByteString } from '../filesystem/byte-string.ts';
import type { DirectoryInode, FileInode, Inode } from '../filesystem/inode.ts';
import type { Overlay } from '../filesystem/overlay.ts';
import { Observation } from './observation.ts';

export interface MountOptions {
  readonly root: Inode;
  /** Where writes are accounted; absent for filesystems that are computed. */
  readonly overlay?: Overlay;
  readonly readOnly: boolean;
  /** As `/proc/mounts` names it: `tmpfs`. */
  readonly type: string;
}

export class Mount {
  readonly root: Inode;
  readonly overlay: Overlay | undefined;
  readonly readOnly: boolean;
  readonly type: string;
  /** `st_dev`. */
  readonly device: number;
  /** What it covers; undefined for the root filesystem. */
  readonly covered: { readonly place: Place; readonly path: ByteString } | undefined;

  constructor(options: MountOptions, device: number, covered: Mount['covered']) {
    this.root = options.root;
    this.overlay = options.overlay;
    this.readOnly = options.readOnly;
    this.type = options.type;
    this.device = device;
    this.covered = covered;
  }
}

/** An inode, and the mount through which it is seen. */
export interface Place<Node extends Inode = Inode> {
  readonly mount: Mount;
  readonly inode: Node;
}

/** A name made only so that something could be mounted on it. */
interface Stub {
  readonly directory: DirectoryInode;
  readonly name: ByteString;
  readonly inode: DirectoryInode | FileInode;
}

/** Something can't be mounted where it was asked for. */
export class MountError extends Error {
  override readonly name = 'MountError';
}

const splitPath = (path: ByteString): ByteString[] =>
  path.split('/').filter((name) => name !== '' && name !== '.');

export class MountTable {
  readonly root: Mount;
  /** What is looked at of the root filesystem. */
  readonly observation = new Observation();
  readonly #byCovered = new Map<Inode, Mount>();
  readonly #mounts: Mount[];
  readonly #stubs: Stub[] = [];

  constructor(root: MountOptions) {
    this.root = new Mount(root, 1, undefined);
    this.#mounts = [this.root];
  }

  get all(): readonly Mount[] {
    return this.#mounts;
  }

  /** What is really seen where this inode stands: the root of the last filesystem mounted on it, or itself. */
  resolve(mount: Mount, inode: Inode): Place {
    let seen: Place = { mount, inode };
    for (let over = this.#byCovered.get(inode); over !== undefined; over = this.#byCovered.get(seen.inode)) {
      seen = { mount: over, inode: over.root };
    }
    return seen;
  }

  /** The directory above: `..`, which leads from a filesystem's root to above what it covers. */
  above({ mount, inode }: Place<DirectoryInode>): Place<DirectoryInode> {
    let within = mount;
    let directory = inode;
    // As often as filesystems are mounted on one another.
    while (directory === within.root && within.covered?.place.inode.type === 'directory') {
      directory = within.covered.place.inode;
      within = within.covered.place.mount;
    }
    return { mount: within, inode: directory.parent };
  }

  covers(inode: Inode): boolean {
    return this.#byCovered.has(inode);
  }

  /**
   * Mounts at an absolute path. Symbolic links on the way are followed; missing parts are made, and taken away
   * out of sight by `withoutStubs`.
   * @throws {MountError} when the place is of another type than what is to be mounted, or can't be reached.
   */
  mount(path: ByteString, options: MountOptions): Mount {
    const place = this.#mountPoint(path, options.root.type === 'directory');
    const mount = new Mount(options, this.#mounts.length + 1, { place, path });
    this.#byCovered.set(place.inode, mount);
    this.#mounts.push(mount);
    return mount;
  }

  #mountPoint(path: ByteString, directory: boolean): Place {
    const root = this.resolve(this.root, this.root.root);
    /** From the root down to where we are. */
    let way: Place[] = [root];
    let links = 0;
    const names = splitPath(path);
    for (let name = names.shift(); name !== undefined; name = names.shift()) {
      const place = way.at(-1) ?? root;
      if (name === '..') {
        if (way.length > 1) way.pop();
        continue;
      }
      if (place.inode.type !== 'directory') throw new MountError(`mount ${path}: not a directory`);
      if (place.mount === this.root) this.observation.look(place.inode, name);
      const child = place.inode.get(name) ?? this.#makeStub(place, name, directory || names.length > 0);
      const seen = this.resolve(place.mount, child);
      if (seen.inode.type === 'symlink' && (directory || names.length > 0)) {
        if (++links > 40) throw new MountError(`mount ${path}: too many levels of symbolic links`);
        if (seen.inode.target.startsWith('/')) way = [root];
        names.unshift(...splitPath(seen.inode.target));
      } else {
        way.push(seen);
      }
    }
    const place = way.at(-1) ?? root;
    if ((place.inode.type === 'directory') !== directory) {
      throw new MountError(`mount ${path}: ${directory ? 'not a directory' : 'is a directory'}`);
    }
    return place;
  }

  #makeStub({ mount, inode }: Place, name: ByteString, isDirectory: boolean): DirectoryInode | FileInode {
    const { overlay } = mount;
    if (overlay === undefined || inode.type !== 'directory') {
      throw new MountError(`mount ${name}: nothing can be mounted in a filesystem that is computed`);
    }
    const attributes = { mode: isDirectory ? 0o755 : 0o644, uid: 0, gid: 0, mtime: overlay.now() };
    const made = isDirectory ? overlay.makeDirectory(attributes) : overlay.makeFile(attributes);
    // Not `link`: the directory must keep its times, since nothing of this is to be seen afterwards.
    inode.bind(name, made);
    made.links = isDirectory ? 2 : 1;
    if (made.type === 'directory') {
      made.parent = inode;
      made.name = name;
    }
    this.#stubs.push({ directory: inode, name, inode: made });
    return made;
  }

  /**
   * Calls `look` while the mount points that were made are away (the innermost first, unless something was put into
   * them), and puts them back.
   */
  withoutStubs<T>(look: () => T): T {
    const removed: Stub[] = [];
    for (const stub of [...this.#stubs].reverse()) {
      const { directory, name, inode } = stub;
      if (directory.get(name) !== inode) continue;
      if (inode.type === 'directory' ? !inode.isEmpty : inode.size > 0) continue;
      directory.unbind(name);
      removed.push(stub);
    }
    try {
      return look();
    } finally {
      for (const { directory, name, inode } of removed.reverse()) directory.bind(name, inode);
    }
  }

  /** Absolute path of a directory, from the root of the root filesystem. */
  pathOf({ mount, inode }: Place): ByteString {
    if (inode.type !== 'directory') return mount.covered?.path ?? '/';
    let path = '';
    let directory: DirectoryInode = inode;
    let within: Mount = mount;
    for (;;) {
      if (directory === within.root) {
        const { covered } = within;
        if (covered?.place.inode.type !== 'directory') break;
        directory = covered.place.inode;
        within = covered.place.mount;
        continue;
      }
      path = `/${directory.name}${path}`;
      directory = directory.parent;
    }
    return path === '' ? '/' : path;
  }
}
