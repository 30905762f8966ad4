/**
 * Back pressure on what leaves the sandbox: programs that write wait while more is on its way than its receiver has
 * said it took. Without a limit nobody ever waits.
 */
import { WaitQueue } from './wait-queue.ts';

export class OutputFlow {
  /** Processes that wait to write. */
  readonly writable = new WaitQueue();
  readonly #limit: number;
  #onItsWay = 0;

  /** Bytes that may be on their way before writers wait. */
  constructor(limit = Number.POSITIVE_INFINITY) {
    this.#limit = limit;
  }

  get isFull(): boolean {
    return this.#onItsWay >= this.#limit;
  }

  sent(bytes: number): void {
    this.#onItsWay += bytes;
  }

  /** The receiver has taken so many bytes. */
  taken(bytes: number): void {
    this.#onItsWay = Math.max(0, this.#onItsWay - bytes);
    if (!this.isFull) this.writable.notify();
  }
}
