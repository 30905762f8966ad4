/** What a kernel has to do at a moment to come: ends of sleeps, poll timeouts, interval timers. */

export interface Timer {
  /** On `performance.now()`'s clock, milliseconds. */
  readonly due: number;
  readonly action: () => void;
}

export class Timers {
  /** Soonest last, so that the usual removal is at the end. */
  readonly #timers: Timer[] = [];

  at(due: number, action: () => void): Timer {
    const timer = { due, action };
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#timers[middle];
      if (other !== undefined && other.due > due) low = middle + 1;
      else high = middle;
    }
    this.#timers.splice(low, 0, timer);
    return timer;
  }

  cancel(timer: Timer | undefined): void {
    if (timer === undefined) return;
    const at = this.#timers.lastIndexOf(timer);
    if (at >= 0) this.#timers.splice(at, 1);
  }

  /** When the next is due; undefined: never. */
  get next(): number | undefined {
    return this.#timers.at(-1)?.due;
  }

  /** Does what is due by now. */
  fire(): void {
    const now = performance.now();
    for (let next = this.#timers.at(-1); next !== undefined && next.due <= now; next = this.#timers.at(-1)) {
      this.#timers.pop();
      next.action();
    }
  }

  clear(): void {
    this.#timers.length = 0;
  }
}
