/** A pipe's buffer, with who may read and write and who waits. Also what stands behind a FIFO (pipe(7)). */
import { WaitQueue } from './wait-queue.ts';

/** Bytes a pipe holds, and up to which a write is all or nothing (`PIPE_BUF`). */
const capacity = 65536;
const atomicWrite = 4096;

export class Pipe {
  readers = 0;
  writers = 0;
  /** Ends ever opened, so that an open that waits for a peer sees one that came and went. */
  readersEver = 0;
  writersEver = 0;
  readonly readable = new WaitQueue();
  readonly writable = new WaitQueue();
  /** Allocated with the first byte: many pipes never carry one. */
  #buffer: Uint8Array | undefined;
  #start = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get hasRoom(): boolean {
    return capacity - this.#length >= atomicWrite;
  }

  /** Takes as many bytes as there are and fit. */
  read(target: Uint8Array): number {
    const buffer = this.#buffer;
    const count = Math.min(target.length, this.#length);
    if (buffer === undefined || count === 0) return 0;
    const first = Math.min(count, capacity - this.#start);
    target.set(buffer.subarray(this.#start, this.#start + first));
    if (count > first) target.set(buffer.subarray(0, count - first), first);
    this.#start = (this.#start + count) % capacity;
    this.#length -= count;
    this.writable.notify();
    return count;
  }

  /** How many of `length` bytes may be written now; 0: none, wait. */
  room(length: number): number {
    const free = capacity - this.#length;
    return length <= atomicWrite && free < length ? 0 : Math.min(free, length);
  }

  write(source: Uint8Array): void {
    this.#buffer ??= new Uint8Array(capacity);
    const end = (this.#start + this.#length) % capacity;
    const first = Math.min(source.length, capacity - end);
    this.#buffer.set(source.subarray(0, first), end);
    if (source.length > first) this.#buffer.set(source.subarray(first), 0);
    this.#length += source.length;
    this.readable.notify();
  }

  addReader(): void {
    this.readers++;
    this.readersEver++;
    this.writable.notify();
  }

  addWriter(): void {
    this.writers++;
    this.writersEver++;
    this.readable.notify();
  }

  removeReader(): void {
    if (--this.readers === 0) this.writable.notify();
  }

  removeWriter(): void {
    if (--this.writers === 0) this.readable.notify();
  }
}
