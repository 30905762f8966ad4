/**
 * One build after another, as the page sees them: asks the engine, gathers its events and hands on a new view at
 * most once a frame, however fast the events come.
 */
import type { BuildEvent } from '../../build/events.ts';
import type { BuildOutcome, BuildRequest, Engine } from '../../worker/protocol.ts';
import { type BuildView, idleBuild, reduceBuild, startedBuild } from '../model/build-view.ts';
import { words } from '../text/words.ts';

export interface BuildSessionHost {
  readonly onView: (view: BuildView) => void;
  readonly onEvent: (event: BuildEvent) => void;
}

export class BuildSession {
  #view: BuildView = idleBuild;
  #queue: BuildEvent[] = [];
  /** Takes back the flush that is due. */
  #unschedule: (() => void) | undefined;
  /** Counts builds; what a build says after the next one began is dropped. */
  #run = 0;
  readonly #host: BuildSessionHost;

  constructor(host: BuildSessionHost) {
    this.#host = host;
  }

  /** Builds; resolves when the build is over. A build that cannot even start ends as a failed one. */
  async start(engine: Engine, request: BuildRequest): Promise<BuildOutcome> {
    const run = ++this.#run;
    this.#queue = [];
    this.#show(startedBuild(Date.now()));
    const outcome = await this.#ask(engine, request, run);
    if (run === this.#run) {
      this.#flush();
      if (this.#view.phase === 'running') this.#show(reduceBuild(this.#view, [endOf(outcome)]));
    }
    return outcome;
  }

  async #ask(engine: Engine, request: BuildRequest, run: number): Promise<BuildOutcome> {
    try {
      return await engine.build(request, (events) => {
        if (run === this.#run) this.#take(events);
      });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const problem = {
        code: 'engine-failed',
        severity: 'error',
        message,
        explanation: words.build.engineFailed,
      } as const;
      return { outcome: 'failed', problems: [problem] };
    }
  }

  #take(events: readonly BuildEvent[]): void {
    for (const event of events) {
      this.#queue.push(event);
      this.#host.onEvent(event);
    }
    this.#unschedule ??= schedule(() => this.#flush());
  }

  #flush(): void {
    this.#unschedule?.();
    this.#unschedule = undefined;
    if (this.#queue.length === 0) return;
    const events = this.#queue;
    this.#queue = [];
    this.#show(reduceBuild(this.#view, events));
  }

  #show(view: BuildView): void {
    this.#view = view;
    this.#host.onView(view);
  }
}

/** Calls back with the next frame; a hidden tab gets no frames, but its build goes on. */
function schedule(callback: () => void): () => void {
  if (document.hidden) {
    const timer = setTimeout(callback, 250);
    return () => clearTimeout(timer);
  }
  const frame = requestAnimationFrame(callback);
  return () => cancelAnimationFrame(frame);
}

/** The event that a build's outcome stands for, when the engine ended without saying it. */
function endOf(outcome: BuildOutcome): BuildEvent {
  const time = Date.now();
  switch (outcome.outcome) {
    case 'finished':
      return { type: 'build-finished', time, duration: 0, image: outcome.image };
    case 'failed':
      return { type: 'build-failed', time, problems: outcome.problems };
    case 'cancelled':
      return { type: 'build-cancelled', time };
  }
}
