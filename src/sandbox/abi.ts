/**
 * Constants that the kernel and the C layer in `busybox/posix/` share: open flags and file types as wasi-libc has
 * them, poll bits, fcntl commands.
 */

/** `st_mode`'s file type. */
export const fileType = {
  mask: 0xf000,
  fifo: 0x1000,
  characterDevice: 0x2000,
  directory: 0x4000,
  blockDevice: 0x6000,
  regular: 0x8000,
  symlink: 0xa000,
} as const;

/** WASI's `filetype`, in directory entries. */
export const wasiFileType = {
  unknown: 0,
  blockDevice: 1,
  characterDevice: 2,
  directory: 3,
  regular: 4,
  symlink: 7,
} as const;

export const openFlag = {
  append: 0x1,
  nonBlocking: 0x4,
  create: 0x1000,
  directory: 0x2000,
  exclusive: 0x4000,
  truncate: 0x8000,
  noFollow: 0x1000000,
  read: 0x4000000,
  write: 0x10000000,
  closeOnExec: 0x20000000,
} as const;

export const pollBit = {
  in: 0x1,
  out: 0x2,
  error: 0x1000,
  hangUp: 0x2000,
  invalid: 0x4000,
} as const;

export const fcntlCommand = {
  getDescriptorFlags: 1,
  setDescriptorFlags: 2,
  getStatusFlags: 3,
  setStatusFlags: 4,
  duplicate: 1000,
  duplicateCloseOnExec: 1030,
} as const;

/** `dirfd` for "relative to the working directory". */
export const atWorkingDirectory = -2;

/** `struct stat` of wasi-libc, bytes. */
export const statSize = 144;

/** Major number of `/dev/pts/N` (devices.txt of Linux). */
export const pseudoTerminalMajor = 136;

/** Descriptors a process may have. */
export const maxDescriptors = 1024;
export const maxPathLength = 4095;
export const maxNameLength = 255;
