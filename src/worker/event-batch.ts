/** Gathers build events, so that a step with much output costs a message a frame and not one a line. */
import type { BuildEvent } from '../build/events.ts';

/** Milliseconds: one frame at 60 Hz. */
const frame = 16;

export class EventBatch {
  #waiting: BuildEvent[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastSent = Number.NEGATIVE_INFINITY;

  constructor(readonly send: (events: readonly BuildEvent[]) => void) {}

  /** Sends at once when the last message is a frame ago: a busy sandbox lets no timer fire. */
  add(event: BuildEvent): void {
    this.#waiting.push(event);
    const elapsed = performance.now() - this.#lastSent;
    if (elapsed >= frame) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), frame - elapsed);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting.length === 0) return;
    const events = this.#waiting;
    this.#waiting = [];
    this.#lastSent = performance.now();
    this.send(events);
  }
}
