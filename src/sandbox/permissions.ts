/** Who may do what to an inode: mode bits, ownership, the sticky bit (path_resolution(7), inode(7)). */
import type { DirectoryInode, Inode } from '../filesystem/inode.ts';
import { fail } from './errno.ts';
import type { Mount } from './mounts.ts';
import type { ProcessCredentials } from './process.ts';

export const access = { execute: 1, write: 2, read: 4 } as const;

export function mayAccess(who: ProcessCredentials, inode: Inode, bits: number): boolean {
  if (who.euid === 0) {
    return (bits & access.execute) === 0 || inode.type === 'directory' || (inode.mode & 0o111) !== 0;
  }
  let granted = inode.mode & 7;
  if (inode.uid === who.euid) granted = (inode.mode >> 6) & 7;
  else if (inode.gid === who.egid || who.groups.includes(inode.gid)) granted = (inode.mode >> 3) & 7;
  return (granted & bits) === bits;
}

export function requireAccess(who: ProcessCredentials, inode: Inode, bits: number): void {
  if (!mayAccess(who, inode, bits)) fail('EACCES');
}

/** Names may be entered into the directory. */
export function requireWritable(who: ProcessCredentials, mount: Mount, directory: DirectoryInode): void {
  if (mount.readOnly) fail('EROFS');
  requireAccess(who, directory, access.write | access.execute);
  if (directory.links === 0) fail('ENOENT');
}

/** The name of `inode` may be taken out of the directory. */
export function requireRemovable(
  who: ProcessCredentials,
  mount: Mount,
  directory: DirectoryInode,
  inode: Inode,
): void {
  requireWritable(who, mount, directory);
  const sticky = (directory.mode & 0o1000) !== 0;
  if (sticky && who.euid !== 0 && who.euid !== inode.uid && who.euid !== directory.uid) fail('EPERM');
}

/** Attributes may be changed by the owner and by root. */
export function requireOwner(who: ProcessCredentials, mount: Mount, inode: Inode): void {
  if (mount.readOnly) fail('EROFS');
  if (who.euid !== 0 && who.euid !== inode.uid) fail('EPERM');
}
