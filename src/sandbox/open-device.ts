/** Character devices that a container has (devices/linux `1:3` and so on), and the run's own input and output. */
import type { ByteString } from '../filesystem/byte-string.ts';
import { type DeviceInode, FifoInode } from '../filesystem/inode.ts';
import { pollBit } from './abi.ts';
import { fail } from './errno.ts';
import type { Place } from './mounts.ts';
import { BLOCK, OpenFile, type OrBlock } from './open-file.ts';
import { OutputFlow } from './output-flow.ts';
import type { Process } from './process.ts';
import { WaitQueue } from './wait-queue.ts';

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

/** Input from outside: bytes that are there already, or that come while the process runs. */
export class InputFile extends OpenFile {
  readonly inode = anonymous();
  readonly #readable = new WaitQueue();
  readonly #pieces: Uint8Array[] = [];
  #waiting = 0;
  #ended = false;
  /** Told whenever some of it was read. */
  onTaken: (() => void) | undefined;

  /** With `content` that is all there will be; else `add` brings it, and `end` says that no more comes. */
  constructor(flags: number, content?: Uint8Array) {
    super(flags);
    if (content !== undefined) {
      if (content.length > 0) this.#pieces.push(content);
      this.#waiting = content.length;
      this.#ended = true;
    }
  }

  /** Bytes that nobody has read yet. */
  get waiting(): number {
    return this.#waiting;
  }

  add(bytes: Uint8Array): void {
    if (this.#ended || bytes.length === 0) return;
    this.#pieces.push(bytes);
    this.#waiting += bytes.length;
    this.#readable.notify();
  }

  end(): void {
    this.#ended = true;
    this.#readable.notify();
  }

  override read(process: Process, target: Uint8Array): OrBlock {
    const [first] = this.#pieces;
    if (first === undefined) {
      if (this.#ended) return 0;
      if (this.isNonBlocking) fail('EAGAIN');
      this.#readable.add(process);
      return BLOCK;
    }
    const piece = first.subarray(0, target.length);
    target.set(piece);
    if (piece.length < first.length) this.#pieces[0] = first.subarray(piece.length);
    else this.#pieces.shift();
    this.#waiting -= piece.length;
    this.onTaken?.();
    return piece.length;
  }

  override poll(): number {
    return this.#pieces.length > 0 || this.#ended ? pollBit.in : 0;
  }

  override wait(process: Process): void {
    this.#readable.add(process);
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
  readonly #flow: OutputFlow;

  constructor(flags: number, receive: (bytes: Uint8Array) => void, flow = new OutputFlow()) {
    super(flags);
    this.#receive = receive;
    this.#flow = flow;
  }

  override write(process: Process, source: Uint8Array): OrBlock {
    if (source.length === 0) return 0;
    if (this.#flow.isFull) {
      if (this.isNonBlocking) fail('EAGAIN');
      this.#flow.writable.add(process);
      return BLOCK;
    }
    this.#flow.sent(source.length);
    try {
      this.#receive(source.slice());
    } catch (cause) {
      throw new ReceiverError('the output could not be passed on', { cause });
    }
    return source.length;
  }

  override poll(): number {
    return this.#flow.isFull ? 0 : pollBit.out;
  }

  override wait(process: Process): void {
    this.#flow.writable.add(process);
  }
}
