/** Descriptors: duplicating, closing, flags, pipes (dup(2), fcntl(2), pipe(2)). */
import { FifoInode } from '../../filesystem/inode.ts';
import { fcntlCommand, maxDescriptors, openFlag } from '../abi.ts';
import { fail } from '../errno.ts';
import type { CallGroup } from '../imports.ts';
import { OpenPipe } from '../open-pipe.ts';
import { Pipe } from '../pipe.ts';
import type { Process } from '../process.ts';
import { writeU32 } from '../program-memory.ts';

/** Flags of an open file that `fcntl` may change. */
const changeable = openFlag.append | openFlag.nonBlocking;
/** Flags that matter only while opening. */
const openingOnly = openFlag.create | openFlag.exclusive | openFlag.truncate | openFlag.closeOnExec;

function fcntl(process: Process, descriptor: number, command: number, argument: number): number {
  const entry = process.descriptors.get(descriptor);
  const { file } = entry;
  switch (command) {
    case fcntlCommand.duplicate:
    case fcntlCommand.duplicateCloseOnExec:
      if (argument < 0 || argument >= maxDescriptors) fail('EINVAL');
      return process.descriptors.add(file, command === fcntlCommand.duplicateCloseOnExec, argument);
    case fcntlCommand.getDescriptorFlags:
      return entry.closeOnExec ? 1 : 0;
    case fcntlCommand.setDescriptorFlags:
      entry.closeOnExec = (argument & 1) !== 0;
      return 0;
    case fcntlCommand.getStatusFlags:
      return file.flags & ~openingOnly;
    case fcntlCommand.setStatusFlags:
      file.flags = (file.flags & ~changeable) | (argument & changeable);
      return 0;
    default:
      return fail('EINVAL');
  }
}

function pipe(process: Process, readEnd: number, writeEnd: number): number {
  const { euid: uid, egid: gid } = process.credentials;
  const shared = new Pipe();
  shared.addReader();
  shared.addWriter();
  const inode = new FifoInode(undefined, { mode: 0o600, uid, gid, mtime: process.kernel.now() });
  const { descriptors } = process;
  const reader = descriptors.add(new OpenPipe(openFlag.read, shared, inode));
  try {
    const writer = descriptors.add(new OpenPipe(openFlag.write, shared, inode));
    writeU32(process, readEnd, reader);
    writeU32(process, writeEnd, writer);
  } catch (error) {
    descriptors.close(reader);
    throw error;
  }
  return 0;
}

export const descriptorCalls: CallGroup = {
  wasi: {
    fd_close: (process, descriptor: number) => {
      process.descriptors.close(descriptor);
      return 0;
    },
    fd_renumber: (process, from: number, to: number) => {
      const { file } = process.descriptors.get(from);
      if (from === to) return 0;
      process.descriptors.replace(to, file, false);
      process.descriptors.close(from);
      return 0;
    },
    fd_pipe: (process, readEnd: number, writeEnd: number) => pipe(process, readEnd, writeEnd),
    fd_dup: (process, descriptor: number, copy: number) => {
      writeU32(process, copy, process.descriptors.add(process.descriptors.file(descriptor)));
      return 0;
    },
  },
  posix: {
    fcntl: (process, descriptor: number, command: number, argument: number) =>
      fcntl(process, descriptor, command, argument),
    dup3: (process, from: number, to: number, flags: number) => {
      const file = process.descriptors.file(from);
      if (to < 0 || to >= maxDescriptors) fail('EBADF');
      if (from !== to) process.descriptors.replace(to, file, (flags & openFlag.closeOnExec) !== 0);
      return to;
    },
    ioctl: (process, descriptor: number, request: number, address: number) =>
      process.descriptors.file(descriptor).ioctl(process, request, address),
  },
};
