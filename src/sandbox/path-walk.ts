/** From a path to an inode, as path_resolution(7) says: links, `..`, mounts, permissions on the way. */
import type { ByteString } from '../filesystem/byte-string.ts';
import { type DirectoryInode, type Inode, SymlinkInode } from '../filesystem/inode.ts';
import { maxNameLength, maxPathLength } from './abi.ts';
import { fail } from './errno.ts';
import type { Mount, Place } from './mounts.ts';
import type { OpenFile } from './open-file.ts';
import { access, requireAccess } from './permissions.ts';
import type { Process } from './process.ts';

const maxLinks = 40;

/** A link in /proc/PID/fd: it leads to the open file itself, not to a path. */
export class DescriptorLink extends SymlinkInode {
  readonly openFile: OpenFile;

  constructor(openFile: OpenFile, target: ByteString, owner: { readonly uid: number; readonly gid: number }) {
    super(undefined, { mode: 0o700, uid: owner.uid, gid: owner.gid, mtime: 0n }, target);
    this.openFile = openFile;
  }
}

export interface Walk {
  /** The mount of what was found; of the directory when nothing was. */
  readonly mount: Mount;
  /** What holds the last name. For `.`, `..` and `/` the directory itself. */
  readonly directory: DirectoryInode;
  readonly directoryMount: Mount;
  /** The last name; `.` when the path ends in `.`, `..` or is `/`. */
  readonly name: ByteString;
  /** Undefined: the directory has no such name. */
  readonly inode: Inode | undefined;
  /** The path ended in `/`. */
  readonly trailingSlash: boolean;
  /** The path led through a link of /proc/PID/fd to this. */
  readonly openFile?: OpenFile;
}

/**
 * Walks from `base` (an absolute path from the process's root). `follow`: a link as the last part is followed too.
 */
export function walkPath(process: Process, base: Place, path: ByteString, follow: boolean): Walk {
  if (path === '') fail('ENOENT');
  if (path.length > maxPathLength) fail('ENAMETOOLONG');
  const { mounts } = process.kernel;
  const who = process.credentials;
  const root = process.rootDirectory;
  let trailingSlash = path.length > 1 && path.endsWith('/');
  let { mount, inode } = path.startsWith('/') ? root : base;
  let parts = path.split('/');
  let directory: DirectoryInode | undefined;
  let directoryMount = mount;
  let name = '.';
  let links = 0;
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at];
    if (part === undefined || part === '') continue;
    if (inode.type !== 'directory') fail('ENOTDIR');
    requireAccess(who, inode, access.execute);
    if (part === '.') {
      directory = undefined;
      continue;
    }
    if (part === '..') {
      directory = undefined;
      if (inode === root.inode) continue;
      ({ mount, inode } = mounts.above({ mount, inode }));
      continue;
    }
    if (part.length > maxNameLength) fail('ENAMETOOLONG');
    if (mount === mounts.root) mounts.observation.look(inode, part);
    const below = inode.get(part);
    const isLast = nothingBut(parts, at + 1);
    if (below === undefined) {
      if (!isLast) fail('ENOENT');
      return { mount, directory: inode, directoryMount: mount, name: part, inode: undefined, trailingSlash };
    }
    const seen = mounts.resolve(mount, below);
    if (seen.inode.type === 'symlink' && (!isLast || follow || trailingSlash)) {
      if (++links > maxLinks) fail('ELOOP');
      if (seen.inode instanceof DescriptorLink && isLast) {
        return throughDescriptor(seen.inode.openFile, { mount, inode }, inode, part, trailingSlash);
      }
      if (seen.inode.target === '') fail('ENOENT');
      if (isLast && seen.inode.target.endsWith('/')) trailingSlash = true;
      if (seen.inode.target.startsWith('/')) ({ mount, inode } = root);
      parts = [...seen.inode.target.split('/'), ...parts.slice(at + 1)];
      at = -1;
      directory = undefined;
      continue;
    }
    directory = inode;
    directoryMount = mount;
    name = part;
    ({ mount, inode } = seen);
  }
  if (trailingSlash && inode.type !== 'directory') fail('ENOTDIR');
  if (directory !== undefined) return { mount, directory, directoryMount, name, inode, trailingSlash };
  // Only a directory has no name of its own here.
  if (inode.type !== 'directory') fail('ENOTDIR');
  return { mount, directory: inode, directoryMount: mount, name: '.', inode, trailingSlash };
}

function nothingBut(parts: readonly string[], from: number): boolean {
  for (let at = from; at < parts.length; at++) if (parts[at] !== '') return false;
  return true;
}

function throughDescriptor(
  openFile: OpenFile,
  { mount }: Place,
  directory: DirectoryInode,
  name: ByteString,
  trailingSlash: boolean,
): Walk {
  return {
    mount: openFile.place?.mount ?? mount,
    directory,
    directoryMount: mount,
    name,
    inode: openFile.inode,
    trailingSlash,
    openFile,
  };
}

/** The inode that a walk found. */
export function found(walk: Walk): Place {
  return { mount: walk.mount, inode: walk.inode ?? fail('ENOENT') };
}

/** Where a `dirfd` argument stands. */
export function basePlace(process: Process, directoryDescriptor: number): Place {
  if (directoryDescriptor === -2) return process.workingDirectory;
  const { place } = process.descriptors.file(directoryDescriptor);
  if (place === undefined || place.inode.type !== 'directory') fail('ENOTDIR');
  return place;
}
