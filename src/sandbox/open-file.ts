/**
 * Open file descriptions: what a descriptor refers to, one class for each kind, with the calls that make sense for
 * it. All others answer the error that Linux answers.
 */
import type { ByteString } from '../filesystem/byte-string.ts';
import type { FileInode, Inode } from '../filesystem/inode.ts';
import { openFlag, pollBit } from './abi.ts';
import { fail } from './errno.ts';
import type { Place } from './mounts.ts';
import type { Process } from './process.ts';

/** A call can't be done now: the process is registered with what it waits for. */
export const BLOCK = Symbol('block');
export type OrBlock = number | typeof BLOCK;

/** `lseek`'s origin. */
export const seekFrom = { start: 0, current: 1, end: 2 } as const;

export abstract class OpenFile {
  /** Descriptors that refer to it, in all processes. */
  references = 0;
  flags: number;
  /** Undefined for what has no place in the filesystem, such as a pipe. */
  readonly place: Place | undefined;
  /** As it was opened, for /proc/PID/fd. */
  readonly path: ByteString | undefined;

  constructor(flags: number, place?: Place, path?: ByteString) {
    this.flags = flags;
    this.place = place;
    this.path = path;
  }

  get canRead(): boolean {
    return (this.flags & openFlag.read) !== 0;
  }

  get canWrite(): boolean {
    return (this.flags & openFlag.write) !== 0;
  }

  get isNonBlocking(): boolean {
    return (this.flags & openFlag.nonBlocking) !== 0;
  }

  /** What `fstat` shows. */
  abstract get inode(): Inode;

  /** What /proc/PID/fd shows. */
  get name(): ByteString {
    return this.path ?? `pipe:[${this.inode.number}]`;
  }

  /** Reads into `target`: how many bytes, 0 at the end. */
  read(_process: Process, _target: Uint8Array): OrBlock {
    return fail('EINVAL');
  }

  /** Writes some of `source`: how many bytes. */
  write(_process: Process, _source: Uint8Array): OrBlock {
    return fail('EINVAL');
  }

  readAt(_target: Uint8Array, _position: number): number {
    return fail('ESPIPE');
  }

  /** The new position. */
  seek(_offset: number, _from: number): number {
    return fail('ESPIPE');
  }

  truncate(_size: number): void {
    fail('EINVAL');
  }

  /** Device control; `address` is what the third argument is for most requests. */
  ioctl(_process: Process, _request: number, _address: number): number {
    return fail('ENOTTY');
  }

  /** Which of `pollBit` are true now. */
  poll(): number {
    return pollBit.in | pollBit.out;
  }

  /** Registers a process that polls. */
  wait(_process: Process): void {}

  /** The last descriptor is gone. */
  close(): void {}
}

/** The position that a seek leads to. */
export function sought(offset: number, from: number, position: number, size: number): number {
  const base = from === seekFrom.current ? position : from === seekFrom.end ? size : 0;
  const next = base + offset;
  if (from > seekFrom.end || next < 0 || !Number.isSafeInteger(next)) fail('EINVAL');
  return next;
}

export class RegularFile extends OpenFile {
  readonly inode: FileInode;
  readonly #place: Place;
  #position = 0;

  constructor(flags: number, place: Place, inode: FileInode, path: ByteString) {
    super(flags, place, path);
    this.#place = place;
    this.inode = inode;
    inode.handles++;
  }

  override close(): void {
    this.#place.mount.overlay?.close(this.inode);
  }

  override read(_process: Process, target: Uint8Array): number {
    const count = this.readAt(target, this.#position);
    this.#position += count;
    return count;
  }

  override readAt(target: Uint8Array, position: number): number {
    const count = Math.min(target.length, Math.max(0, this.inode.size - position));
    if (count > 0) target.set(this.inode.content.subarray(position, position + count));
    return count;
  }

  override write(_process: Process, source: Uint8Array): number {
    if ((this.flags & openFlag.append) !== 0) this.#position = this.inode.size;
    const { overlay } = this.#place.mount;
    if (overlay === undefined) fail('EROFS');
    if (source.length > 0) overlay.write(this.inode, source, this.#position);
    this.#position += source.length;
    return source.length;
  }

  override seek(offset: number, from: number): number {
    this.#position = sought(offset, from, this.#position, this.inode.size);
    return this.#position;
  }

  override truncate(size: number): void {
    const { overlay } = this.#place.mount;
    if (overlay === undefined) fail('EROFS');
    overlay.truncate(this.inode, size);
  }
}
