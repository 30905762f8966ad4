/** Names: making, removing, moving, linking and listing them (mkdir(2), unlink(2), rename(2), readdir(3) …). */
import { type ByteString, toBytes } from '../../filesystem/byte-string.ts';
import type { DirectoryInode, Inode, InodeAttributes } from '../../filesystem/inode.ts';
import type { Overlay } from '../../filesystem/overlay.ts';
import { atWorkingDirectory, fileType, wasiFileType } from '../abi.ts';
import { fail } from '../errno.ts';
import type { CallGroup } from '../imports.ts';
import { OpenDirectory } from '../open-directory.ts';
import { basePlace, found, type Walk, walkPath } from '../path-walk.ts';
import { access, requireAccess, requireRemovable, requireWritable } from '../permissions.ts';
import type { Process } from '../process.ts';
import { bytesAt, readText, writeU32 } from '../program-memory.ts';

function walkAt(process: Process, base: number, path: ByteString, follow = false): Walk {
  return walkPath(process, basePlace(process, base), path, follow);
}

/** Where a new name goes; the walk must have found nothing. */
function freeName(process: Process, walk: Walk): Overlay {
  if (walk.inode !== undefined) fail('EEXIST');
  requireWritable(process.credentials, walk.directoryMount, walk.directory);
  return walk.directoryMount.overlay ?? fail('EROFS');
}

function newAttributes(process: Process, directory: DirectoryInode, mode: number): InodeAttributes {
  const { euid, egid } = process.credentials;
  const inheritsGroup = (directory.mode & 0o2000) !== 0;
  return { mode, uid: euid, gid: inheritsGroup ? directory.gid : egid, mtime: process.kernel.now() };
}

function makeDirectory(process: Process, base: number, path: ByteString, mode: number): number {
  const walk = walkAt(process, base, path);
  const overlay = freeName(process, walk);
  const inherited = walk.directory.mode & 0o2000;
  const attributes = newAttributes(process, walk.directory, (mode & 0o1777 & ~process.umask) | inherited);
  overlay.link(walk.directory, walk.name, overlay.makeDirectory(attributes));
  return 0;
}

function makeNode(process: Process, base: number, path: ByteString, mode: number, device: number): number {
  const walk = walkAt(process, base, path);
  const overlay = freeName(process, walk);
  const attributes = newAttributes(process, walk.directory, mode & 0o7777 & ~process.umask);
  const type = mode & fileType.mask || fileType.regular;
  let inode: Inode;
  if (type === fileType.regular) inode = overlay.makeFile(attributes);
  else if (type === fileType.fifo) inode = overlay.makeFifo(attributes);
  else if (type === fileType.characterDevice || type === fileType.blockDevice) {
    if (process.credentials.euid !== 0) fail('EPERM');
    inode = overlay.makeDevice(attributes, {
      type: type === fileType.characterDevice ? 'character-device' : 'block-device',
      major: (device >>> 8) & 0xfff,
      minor: device & 0xff,
    });
  } else return fail('EINVAL');
  overlay.link(walk.directory, walk.name, inode);
  return 0;
}

function link(process: Process, from: Walk, to: Walk): number {
  const { mount, inode } = found(from);
  if (inode.type === 'directory') fail('EPERM');
  if (to.inode !== undefined) fail('EEXIST');
  if (to.trailingSlash) fail('ENOENT');
  if (mount !== to.directoryMount) fail('EXDEV');
  const overlay = freeName(process, to);
  overlay.link(to.directory, to.name, inode);
  inode.ctime = process.kernel.now();
  return 0;
}

function removable(process: Process, walk: Walk): { readonly inode: Inode; readonly overlay: Overlay } {
  const { inode } = found(walk);
  const { directory, directoryMount, mount } = walk;
  // The root of a mount, or what a mount covers.
  if (mount !== directoryMount || process.kernel.mounts.covers(inode)) fail('EBUSY');
  requireRemovable(process.credentials, directoryMount, directory, inode);
  return { inode, overlay: directoryMount.overlay ?? fail('EROFS') };
}

function unlink(process: Process, walk: Walk): number {
  if (found(walk).inode.type === 'directory') fail('EISDIR');
  const { overlay } = removable(process, walk);
  overlay.unlink(walk.directory, walk.name);
  return 0;
}

function removeDirectory(process: Process, base: number, path: ByteString): number {
  const walk = walkAt(process, base, path);
  const { inode } = found(walk);
  if (/(^|\/)\.\/*$/.test(path)) fail('EINVAL');
  if (inode.type !== 'directory') fail('ENOTDIR');
  if (/(^|\/)\.\.\/*$/.test(path)) fail('ENOTEMPTY');
  if (walk.name === '.') fail('EBUSY');
  const { overlay } = removable(process, walk);
  process.kernel.mounts.observation.list(inode);
  if (!inode.isEmpty) fail('ENOTEMPTY');
  overlay.unlink(walk.directory, walk.name);
  return 0;
}

function rename(process: Process, from: Walk, to: Walk): number {
  const { inode } = found(from);
  if (from.name === '.' || to.name === '.') fail('EBUSY');
  if (from.directoryMount !== to.directoryMount) fail('EXDEV');
  if (to.trailingSlash && inode.type !== 'directory') fail('ENOTDIR');
  const { overlay } = removable(process, from);
  if (to.inode === undefined) requireWritable(process.credentials, to.directoryMount, to.directory);
  else if (to.inode === inode) return 0;
  else {
    removable(process, to);
    if (to.inode.type === 'directory') {
      if (inode.type !== 'directory') fail('EISDIR');
      process.kernel.mounts.observation.list(to.inode);
      if (!to.inode.isEmpty) fail('ENOTEMPTY');
    } else if (inode.type === 'directory') fail('ENOTDIR');
  }
  for (let above = to.directory; ; above = above.parent) {
    if (above === inode) fail('EINVAL');
    if (above === above.parent) break;
  }
  // What the run itself made is nowhere before the run, wherever it goes.
  if (inode.type === 'directory' && inode.source !== undefined) process.kernel.mounts.observation.giveUp();
  overlay.rename(from.directory, from.name, to.directory, to.name);
  return 0;
}

const listedTypes: Readonly<Record<Inode['type'], number>> = {
  file: wasiFileType.regular,
  directory: wasiFileType.directory,
  symlink: wasiFileType.symlink,
  fifo: wasiFileType.unknown,
  'character-device': wasiFileType.characterDevice,
  'block-device': wasiFileType.blockDevice,
};
/** WASI's `dirent`, bytes before the name. */
const direntSize = 24;

/** Writes entries from `cookie` on; a last one that does not fit is cut, as WASI's `fd_readdir` says. */
function readDirectory(process: Process, descriptor: number, target: Uint8Array, cookie: number): number {
  const file = process.descriptors.file(descriptor);
  if (!(file instanceof OpenDirectory)) fail('ENOTDIR');
  const listing = file.listing(cookie);
  let written = 0;
  for (let at = cookie; at < listing.length && written < target.length; at++) {
    const entry = listing[at];
    if (entry === undefined) break;
    const name = toBytes(entry.name);
    const record = new Uint8Array(direntSize + name.length);
    const view = new DataView(record.buffer);
    view.setBigUint64(0, BigInt(at + 1), true);
    view.setBigUint64(8, BigInt(entry.inode.number), true);
    view.setUint32(16, name.length, true);
    view.setUint8(20, listedTypes[entry.inode.type]);
    record.set(name, direntSize);
    target.set(record.subarray(0, target.length - written), written);
    written += Math.min(record.length, target.length - written);
  }
  return written;
}

export const directoryCalls: CallGroup = {
  posix: {
    mkdirat: (process, base: number, path: number, length: number, mode: number) =>
      makeDirectory(process, base, readText(process, path, length), mode),
    mknodat: (process, base: number, path: number, length: number, mode: number, device: number) =>
      makeNode(process, base, readText(process, path, length), mode, device),
    fchdir: (process, descriptor: number) => {
      const { place } = process.descriptors.file(descriptor);
      if (place?.inode.type !== 'directory') return fail('ENOTDIR');
      requireAccess(process.credentials, place.inode, access.execute);
      process.workingDirectory = place;
      return 0;
    },
    chroot: (process, path: number, length: number) => {
      const text = readText(process, path, length);
      const place = found(walkAt(process, atWorkingDirectory, text, true));
      if (place.inode.type !== 'directory') fail('ENOTDIR');
      if (process.credentials.euid !== 0) fail('EPERM');
      process.rootDirectory = place;
      return 0;
    },
  },
  wasi: {
    path_link: (
      process,
      oldBase: number,
      flags: number,
      oldPath: number,
      oldLength: number,
      newBase: number,
      newPath: number,
      newLength: number,
    ) =>
      link(
        process,
        walkAt(process, oldBase, readText(process, oldPath, oldLength), (flags & 1) !== 0),
        walkAt(process, newBase, readText(process, newPath, newLength)),
      ),
    path_symlink: (
      process,
      target: number,
      targetLength: number,
      base: number,
      path: number,
      length: number,
    ) => {
      const walk = walkAt(process, base, readText(process, path, length));
      const overlay = freeName(process, walk);
      if (walk.trailingSlash || targetLength === 0) fail('ENOENT');
      const attributes = newAttributes(process, walk.directory, 0o777);
      const link = overlay.makeSymlink(attributes, readText(process, target, targetLength));
      overlay.link(walk.directory, walk.name, link);
      return 0;
    },
    path_readlink: (
      process,
      base: number,
      path: number,
      length: number,
      buffer: number,
      size: number,
      written: number,
    ) => {
      const { inode } = found(walkAt(process, base, readText(process, path, length)));
      if (inode.type !== 'symlink') fail('EINVAL');
      const target = toBytes(inode.target).subarray(0, size);
      bytesAt(process, buffer, target.length).set(target);
      writeU32(process, written, target.length);
      return 0;
    },
    path_unlink_file: (process, base: number, path: number, length: number) =>
      unlink(process, walkAt(process, base, readText(process, path, length))),
    path_remove_directory: (process, base: number, path: number, length: number) =>
      removeDirectory(process, base, readText(process, path, length)),
    path_rename: (
      process,
      oldBase: number,
      oldPath: number,
      oldLength: number,
      newBase: number,
      newPath: number,
      newLength: number,
    ) =>
      rename(
        process,
        walkAt(process, oldBase, readText(process, oldPath, oldLength)),
        walkAt(process, newBase, readText(process, newPath, newLength)),
      ),
    fd_readdir: (
      process,
      descriptor: number,
      buffer: number,
      size: number,
      cookie: bigint,
      written: number,
    ) => {
      const target = bytesAt(process, buffer, size);
      writeU32(process, written, readDirectory(process, descriptor, target, Number(cookie)));
      return 0;
    },
    chdir: (process, path: number, length: number) => {
      const place = found(walkAt(process, atWorkingDirectory, readText(process, path, length), true));
      if (place.inode.type !== 'directory') fail('ENOTDIR');
      requireAccess(process.credentials, place.inode, access.execute);
      process.workingDirectory = place;
      return 0;
    },
    /** `length` is the buffer's on the way in, the path's on the way out. */
    getcwd: (process, buffer: number, length: number) => {
      const { workingDirectory, kernel } = process;
      if (workingDirectory.inode.links === 0) fail('ENOENT');
      const path = toBytes(kernel.pathSeenBy(process, workingDirectory));
      if (path.length > process.memory.view.getUint32(length, true)) fail('ERANGE');
      bytesAt(process, buffer, path.length).set(path);
      writeU32(process, length, path.length);
      return 0;
    },
  },
};
