/**
 * A build shown again: the events it told, and the view after any number of them. Nothing is run; whatever was logged,
 * cached or made by then is what the view has. The clock is the build's own, from its plan on.
 */
import type { BuildEvent, StepId } from '../../build/events.ts';
import { type BuildView, idleBuild, reduceBuild } from './build-view.ts';

/** Something happened that a person can watch: a step began or ended, the build was planned or is over. */
export interface Moment {
  /** Events that have happened when it is shown. */
  readonly count: number;
  /** Milliseconds since the plan. */
  readonly at: number;
  readonly event: BuildEvent;
}

/** Views kept on the way, so that going back is quick however long the build was. */
const checkpointEvery = 200;

/** How much faster than the build it is shown. */
export const replaySpeeds = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5] as const;

/** Milliseconds that a moment is given, about, when nobody chose a speed. */
const pace = 900;

export class Replay {
  readonly moments: readonly Moment[];
  /** Milliseconds. */
  readonly duration: number;
  readonly #events: readonly BuildEvent[];
  /** Milliseconds since the plan, never falling. */
  readonly #times: readonly number[];
  readonly #checkpoints: BuildView[] = [idleBuild];

  constructor(events: readonly BuildEvent[]) {
    const planned = events.findIndex(({ type }) => type === 'planned');
    this.#events = events.slice(Math.max(0, planned));
    const start = this.#events[0]?.time ?? 0;
    let latest = 0;
    this.#times = this.#events.map(({ time }) => {
      latest = Math.max(latest, time - start);
      return latest;
    });
    this.duration = latest;
    this.moments = momentsOf(this.#events, this.#times);
  }

  /** There is something to show: the build was planned and steps were taken. */
  get isPossible(): boolean {
    return this.moments.length > 1;
  }

  /** The view after the first `count` events. */
  view(count: number): BuildView {
    const wanted = Math.min(Math.max(0, count), this.#events.length);
    const nearest = Math.floor(wanted / checkpointEvery);
    for (let at = this.#checkpoints.length; at <= nearest; at++) {
      const before = this.#checkpoints[at - 1] ?? idleBuild;
      const from = (at - 1) * checkpointEvery;
      this.#checkpoints.push(reduceBuild(before, this.#events.slice(from, from + checkpointEvery)));
    }
    const base = this.#checkpoints[nearest] ?? idleBuild;
    return reduceBuild(base, this.#events.slice(nearest * checkpointEvery, wanted));
  }

  /** How many events have happened at that time. */
  countAt(time: number): number {
    let low = 0;
    let high = this.#times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#times[middle] ?? 0) <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  timeOf(count: number): number {
    return this.#times[count - 1] ?? 0;
  }

  /** The last thing that happened. */
  momentAt(count: number): Moment | undefined {
    return this.moments.findLast((moment) => moment.count <= count);
  }

  next(count: number): Moment | undefined {
    return this.moments.find((moment) => moment.count > count);
  }

  back(count: number): Moment | undefined {
    const now = this.momentAt(count);
    return this.moments.findLast((moment) => moment.count < (now?.count ?? 0));
  }

  /** The speed at which a moment lasts about a second, so that a build of 200 ms can be watched too. */
  get naturalSpeed(): number {
    const wanted = this.duration / (pace * Math.max(1, this.moments.length));
    const distance = (speed: number): number => Math.abs(Math.log(speed) - Math.log(Math.max(wanted, 1e-9)));
    return replaySpeeds.reduce<number>((best, speed) => (distance(speed) < distance(best) ? speed : best), 1);
  }
}

/** A step that did nothing is one moment; one that ran is two. */
function momentsOf(events: readonly BuildEvent[], times: readonly number[]): readonly Moment[] {
  const ran = new Set<StepId>();
  for (const event of events) {
    if (event.type === 'step-failed' || event.type === 'step-cancelled') ran.add(event.step);
    if (event.type === 'step-finished' && event.outcome === 'done' && event.layer) ran.add(event.step);
  }
  return events.flatMap((event, index): readonly Moment[] => {
    const moment: Moment = { count: index + 1, at: times[index] ?? 0, event };
    switch (event.type) {
      case 'step-started':
        return ran.has(event.step) ? [moment] : [];
      case 'step-output':
      case 'step-progress':
      case 'step-skipped':
        return [];
      default:
        return [moment];
    }
  });
}
