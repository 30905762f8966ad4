/** Attributes of inodes: stat(2), chmod(2), chown(2), utimensat(2), access(2), umask(2). */
import type { Inode } from '../../filesystem/inode.ts';
import { fileType, statSize } from '../abi.ts';
import { errno, fail } from '../errno.ts';
import type { CallGroup } from '../imports.ts';
import type { Place } from '../mounts.ts';
import { basePlace, found, walkPath } from '../path-walk.ts';
import { access, mayAccess, requireAccess, requireOwner } from '../permissions.ts';
import type { Process } from '../process.ts';
import { bytesAt, readText, viewAt } from '../program-memory.ts';

/** `AT_SYMLINK_NOFOLLOW` and `AT_SYMLINK_FOLLOW` of wasi-libc. */
const noFollow = 1;
const wasiFollow = 1;
/** "Leave it as it is", for owner and group. */
const keep = 0xffffffff;

const typeBits: Readonly<Record<Inode['type'], number>> = {
  file: fileType.regular,
  directory: fileType.directory,
  symlink: fileType.symlink,
  fifo: fileType.fifo,
  'character-device': fileType.characterDevice,
  'block-device': fileType.blockDevice,
};

function sizeOf(inode: Inode): number {
  if (inode.type === 'file') return inode.size;
  if (inode.type === 'symlink') return inode.target.length;
  return inode.type === 'directory' ? 4096 : 0;
}

const billion = 1_000_000_000n;

/** Writes wasi-libc's `struct stat`. */
function writeStat(process: Process, device: number, inode: Inode, address: number): number {
  bytesAt(process, address, statSize).fill(0);
  const view = viewAt(process, address, statSize);
  const size = sizeOf(inode);
  const onDisk = inode.type === 'file' || inode.type === 'directory' ? Math.ceil(size / 4096) * 8 : 0;
  const isDevice = inode.type === 'character-device' || inode.type === 'block-device';
  view.setBigUint64(address, BigInt(device), true);
  view.setBigUint64(address + 8, BigInt(inode.number), true);
  view.setBigUint64(address + 16, BigInt(inode.links), true);
  view.setUint32(address + 24, typeBits[inode.type] | inode.mode, true);
  view.setUint32(address + 28, inode.uid, true);
  view.setUint32(address + 32, inode.gid, true);
  view.setBigUint64(address + 40, isDevice ? BigInt((inode.major << 8) | inode.minor) : 0n, true);
  view.setBigInt64(address + 48, BigInt(size), true);
  view.setInt32(address + 56, 4096, true);
  view.setBigInt64(address + 64, BigInt(onDisk), true);
  let at = address + 72;
  for (const time of [inode.atime, inode.mtime, inode.ctime]) {
    // Rounded down, so that times before 1970 keep their nanoseconds positive.
    const nanoseconds = ((time % billion) + billion) % billion;
    view.setBigInt64(at, (time - nanoseconds) / billion, true);
    view.setInt32(at + 8, Number(nanoseconds), true);
    at += 16;
  }
  return 0;
}

function placeAt(process: Process, base: number, path: number, length: number, follow: boolean): Place {
  return found(walkPath(process, basePlace(process, base), readText(process, path, length), follow));
}

function placeOf(process: Process, descriptor: number): Place {
  const file = process.descriptors.file(descriptor);
  return file.place ?? { mount: process.kernel.mounts.root, inode: file.inode };
}

function chmod(process: Process, { mount, inode }: Place, mode: number): number {
  const { credentials, kernel } = process;
  requireOwner(credentials, mount, inode);
  let bits = mode & 0o7777;
  // Others than root may not give a file set-group-ID for a group they are not in.
  const foreign = inode.gid !== credentials.egid && !credentials.groups.includes(inode.gid);
  if (credentials.euid !== 0 && inode.type !== 'directory' && foreign) bits &= ~0o2000;
  inode.copyUp();
  inode.mode = bits;
  inode.ctime = kernel.now();
  return 0;
}

function chown(process: Process, { mount, inode }: Place, user: number, group: number): number {
  const { euid, egid, groups } = process.credentials;
  if (mount.readOnly) fail('EROFS');
  const uid = user >>> 0 === keep ? inode.uid : user >>> 0;
  const gid = group >>> 0 === keep ? inode.gid : group >>> 0;
  if (euid !== 0) {
    const ownGroup = gid === inode.gid || gid === egid || groups.includes(gid);
    if (uid !== inode.uid || euid !== inode.uid || !ownGroup) fail('EPERM');
  }
  inode.copyUp();
  inode.uid = uid;
  inode.gid = gid;
  if (inode.type === 'file' && (inode.mode & 0o111) !== 0) inode.mode &= ~0o6000;
  inode.ctime = process.kernel.now();
  return 0;
}

/** WASI's `fstflags`: which times are set, and which to now. */
const timeFlag = { access: 1, accessNow: 2, modification: 4, modificationNow: 8 } as const;

function setTimes(
  process: Process,
  place: Place,
  accessTime: bigint,
  modified: bigint,
  flags: number,
): number {
  const { mount, inode } = place;
  const { credentials, kernel } = process;
  if (mount.readOnly) fail('EROFS');
  if (credentials.euid !== 0 && credentials.euid !== inode.uid) {
    const explicit = (flags & (timeFlag.access | timeFlag.modification)) !== 0;
    if (explicit) fail('EPERM');
    requireAccess(credentials, inode, access.write);
  }
  inode.copyUp();
  const now = kernel.now();
  if ((flags & timeFlag.access) !== 0) inode.atime = BigInt.asIntN(64, accessTime);
  if ((flags & timeFlag.accessNow) !== 0) inode.atime = now;
  if ((flags & timeFlag.modification) !== 0) inode.mtime = BigInt.asIntN(64, modified);
  if ((flags & timeFlag.modificationNow) !== 0) inode.mtime = now;
  inode.ctime = now;
  return 0;
}

export const attributeCalls: CallGroup = {
  posix: {
    // The most frequent call by far, and nearly always for a file that is not there: no exception for that.
    statat: (process, base: number, path: number, length: number, flags: number, target: number) => {
      const text = readText(process, path, length);
      const walk = walkPath(process, basePlace(process, base), text, (flags & noFollow) === 0);
      if (walk.inode === undefined) return -errno.ENOENT;
      return writeStat(process, walk.mount.device, walk.inode, target >>> 0);
    },
    fstat: (process, descriptor: number, target: number) => {
      const file = process.descriptors.file(descriptor);
      return writeStat(process, file.place?.mount.device ?? 0, file.inode, target >>> 0);
    },
    chmodat: (process, base: number, path: number, length: number, mode: number, flags: number) =>
      chmod(process, placeAt(process, base, path, length, (flags & noFollow) === 0), mode),
    fchmod: (process, descriptor: number, mode: number) => chmod(process, placeOf(process, descriptor), mode),
    chownat: (
      process,
      base: number,
      path: number,
      length: number,
      user: number,
      group: number,
      flags: number,
    ) => chown(process, placeAt(process, base, path, length, (flags & noFollow) === 0), user, group),
    fchown: (process, descriptor: number, user: number, group: number) =>
      chown(process, placeOf(process, descriptor), user, group),
    accessat: (process, base: number, path: number, length: number, mode: number) => {
      const { mount, inode } = placeAt(process, base, path, length, true);
      if (!mayAccess(process.credentials, inode, mode & 7)) fail('EACCES');
      if ((mode & access.write) !== 0 && mount.readOnly && inode.type !== 'character-device') fail('EROFS');
      return 0;
    },
    umask: (process, mask: number) => {
      const before = process.umask;
      process.umask = mask & 0o777;
      return before;
    },
  },
  wasi: {
    fd_filestat_set_times: (
      process,
      descriptor: number,
      accessTime: bigint,
      modified: bigint,
      flags: number,
    ) => setTimes(process, placeOf(process, descriptor), accessTime, modified, flags),
    path_filestat_set_times: (
      process,
      base: number,
      lookup: number,
      path: number,
      length: number,
      accessTime: bigint,
      modified: bigint,
      flags: number,
    ) => {
      const place = placeAt(process, base, path, length, (lookup & wasiFollow) !== 0);
      return setTimes(process, place, accessTime, modified, flags);
    },
  },
};
