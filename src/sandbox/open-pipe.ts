/** The ends of pipes and FIFOs (pipe(7)). */
import type { ByteString } from '../filesystem/byte-string.ts';
import type { FifoInode, Inode } from '../filesystem/inode.ts';
import { pollBit } from './abi.ts';
import { fail } from './errno.ts';
import type { Place } from './mounts.ts';
import { BLOCK, OpenFile, type OrBlock } from './open-file.ts';
import type { Pipe } from './pipe.ts';
import type { Process } from './process.ts';
import { signal } from './signal.ts';

export class OpenPipe extends OpenFile {
  readonly inode: Inode;
  readonly #pipe: Pipe;

  /** The pipe counts this end already. */
  constructor(flags: number, pipe: Pipe, inode: FifoInode, place?: Place, path?: ByteString) {
    super(flags, place, path);
    this.#pipe = pipe;
    this.inode = inode;
  }

  override read(process: Process, target: Uint8Array): OrBlock {
    const pipe = this.#pipe;
    if (pipe.length > 0) return pipe.read(target);
    if (pipe.writers === 0) return 0;
    if (this.isNonBlocking) fail('EAGAIN');
    pipe.readable.add(process);
    return BLOCK;
  }

  override write(process: Process, source: Uint8Array): OrBlock {
    const pipe = this.#pipe;
    if (pipe.readers === 0) {
      process.kernel.signal(process, signal.PIPE);
      fail('EPIPE');
    }
    const room = pipe.room(source.length);
    if (room > 0) {
      pipe.write(source.subarray(0, room));
      return room;
    }
    if (this.isNonBlocking) fail('EAGAIN');
    pipe.writable.add(process);
    return BLOCK;
  }

  override poll(): number {
    const pipe = this.#pipe;
    let ready = 0;
    if (this.canRead) {
      if (pipe.length > 0) ready |= pollBit.in;
      if (pipe.writers === 0) ready |= pollBit.hangUp;
    }
    if (this.canWrite) {
      if (pipe.readers === 0) ready |= pollBit.error;
      else if (pipe.hasRoom) ready |= pollBit.out;
    }
    return ready;
  }

  override wait(process: Process): void {
    if (this.canRead) this.#pipe.readable.add(process);
    if (this.canWrite) this.#pipe.writable.add(process);
  }

  override close(): void {
    if (this.canRead) this.#pipe.removeReader();
    if (this.canWrite) this.#pipe.removeWriter();
  }
}
