/**
 * Error numbers of the system calls, with WASI's values (wasi_snapshot_preview1, `errno`), and the one exception
 * by which a call answers one.
 */
import { OverlayFullError } from '../filesystem/overlay.ts';

export const errno = {
  E2BIG: 1,
  EACCES: 2,
  EAGAIN: 6,
  EBADF: 8,
  EBUSY: 10,
  ECHILD: 12,
  EEXIST: 20,
  EFAULT: 21,
  EFBIG: 22,
  EINTR: 27,
  EINVAL: 28,
  EIO: 29,
  EISDIR: 31,
  ELOOP: 32,
  EMFILE: 33,
  EMLINK: 34,
  ENAMETOOLONG: 37,
  ENODEV: 43,
  ENOENT: 44,
  ENOEXEC: 45,
  ENOMEM: 48,
  ENOSPC: 51,
  ENOSYS: 52,
  ENOTDIR: 54,
  ENOTEMPTY: 55,
  ENOTSUP: 58,
  ENOTTY: 59,
  ENXIO: 60,
  EPERM: 63,
  EPIPE: 64,
  ERANGE: 68,
  EROFS: 69,
  ESPIPE: 70,
  ESRCH: 71,
  ETXTBSY: 74,
  EXDEV: 75,
} as const;

export type ErrorName = keyof typeof errno;

/** A system call failed; only the boundary to the program catches it. */
export class SystemCallError extends Error {
  override readonly name = 'SystemCallError';
  readonly errno: number;

  constructor(code: ErrorName) {
    super(code);
    this.errno = errno[code];
  }
}

/** One of each, made once: programs probe for files by the thousand, and a stack trace costs more than the call. */
const errors = new Map<ErrorName, SystemCallError>();

export function fail(code: ErrorName): never {
  let error = errors.get(code);
  if (error === undefined) {
    error = new SystemCallError(code);
    errors.set(code, error);
  }
  throw error;
}

/** The number that a caught exception stands for; anything that is no failed call is thrown on. */
export function errnoOf(error: unknown): number {
  if (error instanceof SystemCallError) return error.errno;
  if (error instanceof OverlayFullError) return errno.ENOSPC;
  throw error;
}
