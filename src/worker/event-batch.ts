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
    this.send(joined(events));
  }
}

type Output = Extract<BuildEvent, { readonly type: 'step-output' }>;

/** Output that follows output of the same step and stream becomes one event: shells write a line at a time. */
function joined(events: readonly BuildEvent[]): readonly BuildEvent[] {
  const result: BuildEvent[] = [];
  let run: [Output, ...Output[]] | undefined;
  const endRun = () => {
    if (run !== undefined) result.push({ ...run[0], bytes: concatenated(run.map(({ bytes }) => bytes)) });
    run = undefined;
  };
  for (const event of events) {
    if (event.type !== 'step-output') {
      endRun();
      result.push(event);
    } else if (run?.[0].step === event.step && run[0].stream === event.stream) run.push(event);
    else {
      endRun();
      run = [event];
    }
  }
  endRun();
  return result;
}

function concatenated(pieces: readonly Uint8Array[]): Uint8Array {
  const [only] = pieces;
  if (only !== undefined && pieces.length === 1) return only;
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
