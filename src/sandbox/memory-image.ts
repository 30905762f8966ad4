/**
 * The memory of an unwound process as bytes: what a process is while it is put aside, and what a fork copies.
 * Only what is alive is kept: the C stack from the stack pointer up, the data, the unwound frames, the heap.
 */
import type { Instance } from './instance.ts';

export class MemoryImage {
  readonly #stackPointer: number;
  /** From the stack pointer to the asyncify buffer: stack and data. */
  readonly #low: Uint8Array;
  /** The unwound frames. */
  readonly #frames: Uint8Array;
  /** What lies above the buffer. */
  readonly #high: Uint8Array;
  readonly #size: number;

  constructor({ bytes, bufferStart, unwoundEnd, pristine, stackPointer, size }: Instance) {
    this.#stackPointer = stackPointer;
    this.#low = bytes.slice(stackPointer, bufferStart);
    this.#frames = bytes.slice(bufferStart, unwoundEnd);
    this.#high = bytes.slice(pristine.bufferEnd);
    this.#size = size;
  }

  /** Puts the process into a memory, of this or of another instance of its module. */
  load(instance: Instance): void {
    instance.grow(this.#size);
    const { bytes, bufferStart, pristine } = instance;
    bytes.set(this.#low, this.#stackPointer);
    bytes.set(this.#frames, bufferStart);
    bytes.set(this.#high, pristine.bufferEnd);
    bytes.fill(0, this.#size);
    instance.stackPointer = this.#stackPointer;
    instance.unwoundEnd = bufferStart + this.#frames.length;
  }
}

/** Makes `target` a copy of the unwound process in `source`. */
export function copyMemory(source: Instance, target: Instance): void {
  target.grow(source.size);
  const { bytes: from, bufferStart, unwoundEnd, pristine, stackPointer, size } = source;
  const to = target.bytes;
  to.set(from.subarray(stackPointer, bufferStart), stackPointer);
  to.set(from.subarray(bufferStart, unwoundEnd), bufferStart);
  to.set(from.subarray(pristine.bufferEnd), pristine.bufferEnd);
  to.fill(0, size);
  target.stackPointer = stackPointer;
  target.unwoundEnd = unwoundEnd;
}
