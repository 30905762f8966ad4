/** Character devices that a container has (devices/linux `1:3` and so on), and the run's own input and output. */
import type { ByteString } from '../filesystem/byte-string.ts';
import { type DeviceInode, FifoInode } from '../filesystem/inode.ts';
import { pollBit } from './abi.ts';
import { fail } from './errno.ts';
import type { Place } from './mounts.ts';
import { OpenFile } from './open-file.ts';
import type { Process } from './process.ts';

type DeviceKind = 'null' | 'zero' | 'full' | 'random';

/** By minor number; all have major 1 (memory devices). */
const kinds: ReadonlyMap<number, DeviceKind> = new Map([
  [3, 'null'],
  [5, 'zero'],
  [7, 'full'],
  [8, 'random'],
  [9, 'random'],
]);

/** `getRandomValues` takes no more at once. */
const randomPiece = 65536;

export function fillRandom(target: Uint8Array): void {
  for (let at = 0; at < target.length; at += randomPiece) {
    crypto.getRandomValues(target.subarray(at, at + randomPiece) as Uint8Array<ArrayBuffer>);
  }
}

export class OpenDevice extends OpenFile {
  readonly inode: DeviceInode;
  readonly #kind: DeviceKind;

  constructor(flags: number, place: Place, inode: DeviceInode, path: ByteString) {
    super(flags, place, path);
    const kind = inode.type === 'character-device' && inode.major === 1 ? kinds.get(inode.minor) : undefined;
    this.inode = inode;
    this.#kind = kind ?? fail('ENXIO');
  }

  override read(_process: Process, target: Uint8Array): number {
    return this.readAt(target);
  }

  override readAt(target: Uint8Array): number {
    if (this.#kind === 'null') return 0;
    if (this.#kind === 'random') fillRandom(target);
    else target.fill(0);
    return target.length;
  }

  override write(_process: Process, source: Uint8Array): number {
    if (this.#kind === 'full') fail('ENOSPC');
    return source.length;
  }

  override seek(): number {
    return 0;
  }
}

const anonymous = () => new FifoInode(undefined, { mode: 0o600, uid: 0, gid: 0, mtime: 0n });

/** What the first process reads: bytes from outside. */
export class InputFile extends OpenFile {
  readonly inode = anonymous();
  readonly #content: Uint8Array;
  #position = 0;

  constructor(flags: number, content: Uint8Array) {
    super(flags);
    this.#content = content;
  }

  override read(_process: Process, target: Uint8Array): number {
    const piece = this.#content.subarray(this.#position, this.#position + target.length);
    target.set(piece);
    this.#position += piece.length;
    return piece.length;
  }
}

/** Whoever takes the output failed: no failure of the program, whatever kind of error it is. */
export class ReceiverError extends Error {
  override readonly name = 'ReceiverError';
}

/** Where output leaves the sandbox. */
export class OutputFile extends OpenFile {
  readonly inode = anonymous();
  readonly #receive: (bytes: Uint8Array) => void;

  constructor(flags: number, receive: (bytes: Uint8Array) => void) {
    super(flags);
    this.#receive = receive;
  }

  override write(_process: Process, source: Uint8Array): number {
    if (source.length === 0) return 0;
    try {
      this.#receive(source.slice());
    } catch (cause) {
      throw new ReceiverError('the output could not be passed on', { cause });
    }
    return source.length;
  }

  override poll(): number {
    return pollBit.out;
  }
}
