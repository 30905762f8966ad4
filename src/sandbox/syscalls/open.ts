/** `openat(2)`: from a path to an open file, creating it where asked; FIFOs wait for their other end (fifo(7)). */
import type { ByteString } from '../../filesystem/byte-string.ts';
import type { DeviceInode } from '../../filesystem/inode.ts';
import { openFlag, pseudoTerminalMajor } from '../abi.ts';
import { fail } from '../errno.ts';
import type { CallGroup } from '../imports.ts';
import type { Place } from '../mounts.ts';
import { OpenDevice } from '../open-device.ts';
import { OpenDirectory } from '../open-directory.ts';
import { BLOCK, type OpenFile, type OrBlock, RegularFile } from '../open-file.ts';
import { OpenPipe } from '../open-pipe.ts';
import { OpenTerminal } from '../open-terminal.ts';
import { basePlace, type Walk, walkPath } from '../path-walk.ts';
import { access, requireAccess, requireWritable } from '../permissions.ts';
import type { Process } from '../process.ts';
import { readText } from '../program-memory.ts';
import type { Terminal } from '../terminal.ts';

function openAt(process: Process, base: number, path: ByteString, flags: number, mode: number): OrBlock {
  const opening = process.fifoOpening;
  if (opening !== undefined) {
    return added(process, openFifo(process, opening.place, flags, path), flags);
  }
  const exclusive = (flags & openFlag.create) !== 0 && (flags & openFlag.exclusive) !== 0;
  const follow = (flags & openFlag.noFollow) === 0 && !exclusive;
  const walk = walkPath(process, basePlace(process, base), path, follow);
  const place = existing(process, walk, flags) ?? create(process, walk, mode);
  return added(process, open(process, place, flags, path, walk.openFile), flags);
}

function added(process: Process, file: OpenFile | typeof BLOCK, flags: number): OrBlock {
  if (file === BLOCK) return BLOCK;
  return process.descriptors.add(file, (flags & openFlag.closeOnExec) !== 0);
}

function existing(process: Process, { mount, inode, openFile }: Walk, flags: number): Place | undefined {
  if (inode === undefined) return (flags & openFlag.create) === 0 ? fail('ENOENT') : undefined;
  if ((flags & openFlag.create) !== 0 && (flags & openFlag.exclusive) !== 0) fail('EEXIST');
  if (inode.type === 'symlink') fail('ELOOP');
  const writes = (flags & openFlag.write) !== 0;
  if (inode.type === 'directory' && (writes || (flags & openFlag.create) !== 0)) fail('EISDIR');
  if (inode.type !== 'directory' && (flags & openFlag.directory) !== 0) fail('ENOTDIR');
  if (openFile === undefined) {
    const wanted = ((flags & openFlag.read) === 0 ? 0 : access.read) | (writes ? access.write : 0);
    requireAccess(process.credentials, inode, wanted);
    if (writes && inode.type === 'file' && mount.readOnly) fail('EROFS');
  }
  return { mount, inode };
}

function create(process: Process, walk: Walk, mode: number): Place {
  if (walk.trailingSlash) fail('EISDIR');
  const { directory, directoryMount: mount, name } = walk;
  const { credentials } = process;
  requireWritable(credentials, mount, directory);
  const { overlay } = mount;
  if (overlay === undefined) fail('EROFS');
  const inode = overlay.makeFile({
    mode: mode & 0o7777 & ~process.umask,
    uid: credentials.euid,
    gid: (directory.mode & 0o2000) === 0 ? credentials.egid : directory.gid,
    mtime: overlay.now(),
  });
  overlay.link(directory, name, inode);
  return { mount, inode };
}

function open(
  process: Process,
  place: Place,
  flags: number,
  path: ByteString,
  through: OpenFile | undefined,
): OpenFile | typeof BLOCK {
  const { mount, inode } = place;
  switch (inode.type) {
    case 'directory':
      return new OpenDirectory(flags, place, inode, path, process.kernel.mounts);
    case 'file':
      if ((flags & openFlag.truncate) !== 0 && (flags & openFlag.write) !== 0) {
        mount.overlay?.truncate(inode, 0);
      }
      return new RegularFile(flags, place, inode, through?.path ?? path);
    case 'fifo':
      // A pipe or the run's own output, by its link in /proc: it is the same open file.
      return through ?? openFifo(process, place, flags, path);
    case 'character-device':
    case 'block-device':
      return openDevice(process, place, inode, flags, path);
    case 'symlink':
      return fail('ELOOP');
  }
}

/** `/dev/tty` and `/dev/console` (devices.txt of Linux). */
const terminalMajor = 5;

function openDevice(
  process: Process,
  place: Place,
  inode: DeviceInode,
  flags: number,
  path: ByteString,
): OpenFile {
  const { kernel } = process;
  let terminal: Terminal | undefined;
  if (inode.type === 'character-device' && inode.major === terminalMajor) {
    terminal = inode.minor === 0 ? kernel.terminalOf(process.session) : kernel.terminals.get(0);
  } else if (inode.type === 'character-device' && inode.major === pseudoTerminalMajor) {
    terminal = kernel.terminals.get(inode.minor);
  } else return new OpenDevice(flags, place, inode, path);
  return new OpenTerminal(flags, terminal ?? fail('ENXIO'), place, inode, path);
}

function openFifo(process: Process, place: Place, flags: number, path: ByteString): OpenFile | typeof BLOCK {
  const { inode } = place;
  if (inode.type !== 'fifo') fail('ENXIO');
  const pipe = process.kernel.pipeOf(inode);
  const reads = (flags & openFlag.read) !== 0;
  const writes = (flags & openFlag.write) !== 0;
  const waits = (flags & openFlag.nonBlocking) === 0;
  if (process.fifoOpening === undefined) {
    if (writes && !reads && !waits && pipe.readers === 0) fail('ENXIO');
    if (reads) pipe.addReader();
    if (writes) pipe.addWriter();
    const { readersEver: readersSeen, writersEver: writersSeen } = pipe;
    process.fifoOpening = { pipe, place, reads, writes, readersSeen, writersSeen };
  }
  const { readersSeen, writersSeen } = process.fifoOpening;
  const met =
    (reads && writes) ||
    !waits ||
    // A peer that came and went meanwhile counts too.
    (reads
      ? pipe.writers > 0 || pipe.writersEver > writersSeen
      : pipe.readers > 0 || pipe.readersEver > readersSeen);
  if (!met) {
    (reads ? pipe.readable : pipe.writable).add(process);
    return BLOCK;
  }
  process.fifoOpening = undefined;
  return new OpenPipe(flags, pipe, inode, place, path);
}

export const openCalls: CallGroup = {
  blocking: {
    openat: {
      errorSign: -1,
      attempt: (process, base = 0, path = 0, length = 0, flags = 0, mode = 0) =>
        openAt(process, base, readText(process, path, length), flags, mode),
    },
  },
};
