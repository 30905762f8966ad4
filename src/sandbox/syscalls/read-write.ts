/** Reading, writing, seeking and truncating open files (read(2), write(2), lseek(2), ftruncate(2)). */
import { fail } from '../errno.ts';
import type { CallGroup } from '../imports.ts';
import { BLOCK, type OpenFile, type OrBlock } from '../open-file.ts';
import type { Process } from '../process.ts';
import { bytesAt, readVectors, writeU32, writeU64 } from '../program-memory.ts';

function readable(process: Process, descriptor: number): OpenFile {
  const file = process.descriptors.file(descriptor);
  return file.canRead ? file : fail('EBADF');
}

function writable(process: Process, descriptor: number): OpenFile {
  const file = process.descriptors.file(descriptor);
  return file.canWrite ? file : fail('EBADF');
}

function read(process: Process, descriptor: number, vectors: number, count: number, size: number): OrBlock {
  const file = readable(process, descriptor);
  let total = 0;
  for (const { address, length } of readVectors(process, vectors, count)) {
    if (length === 0) continue;
    // What is there now is enough: only a read that has nothing waits.
    const got = total > 0 && file.poll() === 0 ? 0 : file.read(process, bytesAt(process, address, length));
    if (got === BLOCK) return BLOCK;
    total += got;
    if (got < length) break;
  }
  writeU32(process, size, total);
  return 0;
}

/** A blocking write is done when all is written; `progress` survives the waits between. */
function write(process: Process, descriptor: number, vectors: number, count: number, size: number): OrBlock {
  const file = writable(process, descriptor);
  let skip = process.progress;
  for (const { address, length } of readVectors(process, vectors, count)) {
    if (skip >= length) {
      skip -= length;
      continue;
    }
    for (let at = skip; at < length; ) {
      const wrote = writePiece(file, process, bytesAt(process, address + at, length - at));
      if (wrote === BLOCK) return BLOCK;
      if (wrote === 'full') return writeSize(process, size);
      process.progress += wrote;
      at += wrote;
    }
    skip = 0;
  }
  return writeSize(process, size);
}

/** A pipe that takes no more without waiting ends a write that has written something. */
function writePiece(file: OpenFile, process: Process, bytes: Uint8Array): OrBlock | 'full' {
  if (process.progress === 0 || !file.isNonBlocking) return file.write(process, bytes);
  try {
    return file.write(process, bytes);
  } catch {
    return 'full';
  }
}

function writeSize(process: Process, size: number): number {
  writeU32(process, size, process.progress);
  return 0;
}

export const readWriteCalls: CallGroup = {
  blocking: {
    fd_read: {
      errorSign: 1,
      attempt: (process, descriptor = 0, vectors = 0, count = 0, size = 0) =>
        read(process, descriptor, vectors, count, size),
    },
    fd_write: {
      errorSign: 1,
      attempt: (process, descriptor = 0, vectors = 0, count = 0, size = 0) =>
        write(process, descriptor, vectors, count, size),
      interrupted: (process, _descriptor, _vectors, _count, size = 0) =>
        process.progress > 0 ? writeSize(process, size) : undefined,
    },
  },
  wasi: {
    fd_pread: (process, descriptor: number, vectors: number, count: number, offset: bigint, size: number) => {
      const file = readable(process, descriptor);
      let total = 0;
      for (const { address, length } of readVectors(process, vectors, count)) {
        const got = file.readAt(bytesAt(process, address, length), Number(offset) + total);
        total += got;
        if (got < length) break;
      }
      writeU32(process, size, total);
      return 0;
    },
    fd_seek: (process, descriptor: number, offset: bigint, from: number, position: number) => {
      const sought = process.descriptors.file(descriptor).seek(Number(offset), from);
      writeU64(process, position, BigInt(sought));
      return 0;
    },
    fd_filestat_set_size: (process, descriptor: number, size: bigint) => {
      const file = process.descriptors.file(descriptor);
      if (!file.canWrite || size < 0n) fail('EINVAL');
      if (size > BigInt(Number.MAX_SAFE_INTEGER)) fail('EFBIG');
      file.truncate(Number(size));
      return 0;
    },
  },
};
