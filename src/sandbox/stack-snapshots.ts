/**
 * The stacks that a process noted with `setjmp`, by the address of the `jmp_buf`. A shell notes several in every
 * turn of a loop, so their buffers are used again.
 */
import type { Instance } from './instance.ts';

interface StackSnapshot {
  /** The unwound frames, in the first `length` bytes. */
  readonly frames: Uint8Array;
  readonly length: number;
  readonly stackPointer: number;
  /** Where `setjmp`'s answer is written. */
  readonly valueAddress: number;
}

/** Buffers are made in multiples of this, bytes. */
const granularity = 1024;
const maxSpares = 64;
/** Buffers that no snapshot of any process uses; what is in them is overwritten before it is read. */
const spares: Uint8Array[] = [];

export class StackSnapshots {
  readonly #snapshots: Map<number, StackSnapshot>;
  /** Snapshots whose buffers a forked process uses too. */
  readonly #shared: Set<StackSnapshot>;

  /** With those of another process, as `fork` does. */
  constructor(source?: StackSnapshots) {
    this.#snapshots = new Map(source === undefined ? [] : source.#snapshots);
    this.#shared = new Set(this.#snapshots.values());
    if (source !== undefined) for (const snapshot of this.#shared) source.#shared.add(snapshot);
  }

  /** Notes the stack that was just unwound, and answers 0 for `setjmp`. */
  note(instance: Instance, address: number, valueAddress: number): void {
    const { bufferStart, unwoundEnd, stackPointer } = instance;
    // Frames below have been left since: their jmp_bufs are dead.
    for (const [other, snapshot] of this.#snapshots) {
      if (other < stackPointer || other === address) this.#drop(other, snapshot);
    }
    const length = unwoundEnd - bufferStart;
    const frames = this.#buffer(length);
    frames.set(instance.bytes.subarray(bufferStart, unwoundEnd));
    this.#snapshots.set(address, { frames, length, stackPointer, valueAddress });
    instance.view.setBigUint64(valueAddress, 0n, true);
  }

  /** Puts a noted stack back, to be wound up, with what `setjmp` answers now. False: none was noted there. */
  restore(instance: Instance, address: number, value: bigint): boolean {
    const snapshot = this.#snapshots.get(address);
    if (snapshot === undefined) return false;
    const { frames, length, stackPointer, valueAddress } = snapshot;
    instance.bytes.set(frames.subarray(0, length), instance.bufferStart);
    instance.unwoundEnd = instance.bufferStart + length;
    instance.stackPointer = stackPointer;
    instance.view.setBigUint64(valueAddress, value, true);
    return true;
  }

  clear(): void {
    for (const [address, snapshot] of this.#snapshots) this.#drop(address, snapshot);
    this.#shared.clear();
  }

  #drop(address: number, snapshot: StackSnapshot): void {
    this.#snapshots.delete(address);
    if (!this.#shared.delete(snapshot) && spares.length < maxSpares) spares.push(snapshot.frames);
  }

  /** One that is too small is let go: the next like it will be larger. */
  #buffer(length: number): Uint8Array {
    const spare = spares.pop();
    if (spare !== undefined && spare.length >= length) return spare;
    return new Uint8Array(Math.ceil(length / granularity) * granularity);
  }
}
