/** Processes that wait for something to happen to one object: a pipe, a child, a FIFO's other end. */
import type { Process } from './process.ts';

export class WaitQueue {
  readonly #waiting = new Set<Process>();

  /** Registers a process that is about to block; waking it takes it off again. */
  add(process: Process): void {
    if (this.#waiting.has(process)) return;
    this.#waiting.add(process);
    process.waitsOn.push(this);
  }

  remove(process: Process): void {
    this.#waiting.delete(process);
  }

  /** Lets all try their blocked call again when their turn comes. */
  notify(): void {
    if (this.#waiting.size === 0) return;
    for (const process of [...this.#waiting]) process.kernel.wake(process);
  }
}
