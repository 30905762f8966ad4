/** One build at a time: begun, told of, stopped, and remembered. */
import type { BuildEvent } from '../build/events.ts';
import { BuildRecorder } from './build-recorder.ts';
import { keepTexts } from './earlier-texts.ts';
import type { EngineGround } from './engine-ground.ts';
import type { LastBuild } from './last-build.ts';
import type { FinishedStep } from './messages.ts';
import { checkProject } from './project-context.ts';
import type { BuildOutcome, BuildRequest } from './protocol.ts';

export interface BuildListeners {
  readonly onEvents: (events: readonly BuildEvent[]) => void;
  readonly onFinished: (step: FinishedStep) => void;
  readonly onBusy: () => void;
}

export class Builds {
  readonly #ground: EngineGround;
  readonly #last: LastBuild;
  #running: { readonly abort: AbortController; readonly over: Promise<unknown> } | undefined;

  constructor(ground: EngineGround, last: LastBuild) {
    this.#ground = ground;
    this.#last = last;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  async build(request: BuildRequest, listeners: BuildListeners): Promise<BuildOutcome> {
    while (this.#running !== undefined) await this.stop();
    const abort = new AbortController();
    const over = this.#build(request, listeners, abort.signal);
    const running = { abort, over: over.catch(() => undefined) };
    this.#running = running;
    return over.finally(() => {
      if (this.#running === running) this.#running = undefined;
    });
  }

  async stop(): Promise<void> {
    this.#running?.abort.abort();
    await this.#running?.over;
  }

  async #build(
    request: BuildRequest,
    { onEvents, onFinished, onBusy }: BuildListeners,
    signal: AbortSignal,
  ): Promise<BuildOutcome> {
    const kept = await this.#ground.open();
    const { store, snapshots, history } = kept;
    const { images, registry } = this.#ground.page;
    checkProject(request.entries);
    store.release();
    if (signal.aborted) return { outcome: 'cancelled' };
    const recorder = new BuildRecorder(request, Date.now());
    const steps = this.#last.begin(kept);
    const { outcome, built } = await this.#ground.runBuild(request, {
      store,
      snapshots,
      images,
      registry,
      known: this.#ground.known,
      runner: {
        run: async (command) => {
          const sandbox = await this.#ground.sandbox();
          onBusy();
          return sandbox.run(command);
        },
      },
      signal,
      onEvents: (events) => {
        recorder.take(events);
        onEvents(events);
      },
      onFinished: (step) => {
        steps.add(step);
        onFinished(step);
      },
    });
    this.#last.finish(built);
    // A build that can't be remembered, as on a full disk, is built all the same.
    await history.add(recorder.recording(outcome, built?.image, Date.now())).catch(() => undefined);
    // Only for the comparison of texts: a build that went well must not fail for it.
    await keepTexts(request.entries, store.projects).catch(() => undefined);
    return outcome;
  }
}
