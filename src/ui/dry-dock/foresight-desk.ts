/**
 * Looks ahead: what the next build of the project as it is now would run, and what another order of the steps that were
 * built would save. Asks a moment after the last change; only the newest answer counts.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { BuildRequest, Engine, Forecast, OrderAdvice } from '../../worker/protocol.ts';
import type { BuildView } from '../model/build-view.ts';
import { type NextBuild, nextBuild } from '../model/next-build.ts';

/** Milliseconds after the last key. */
const delay = 350;

export interface ForesightQuestion {
  readonly engine: Engine | undefined;
  /** What would be built now; undefined where nothing can be. */
  readonly request: BuildRequest | undefined;
  /** What was asked for last, once that is over. */
  readonly built: BuildRequest | undefined;
  readonly isFinished: boolean;
}

export class ForesightDesk implements ReactiveController {
  /** Of a project that is not as it was built. */
  forecast: Forecast | undefined;
  /** On the Dockerfile as it was built. */
  advice: readonly OrderAdvice[] = [];
  readonly #host: ReactiveControllerHost;
  readonly #ask: () => ForesightQuestion;
  #timer = 0;
  #asked = 0;
  #seen: readonly unknown[] = [];
  #over: { readonly forecast: Forecast; readonly view: BuildView; readonly next: NextBuild } | undefined;

  constructor(host: ReactiveControllerHost, ask: () => ForesightQuestion) {
    this.#host = host;
    this.#ask = ask;
    host.addController(this);
  }

  /** The forecast over the graph of the build that is shown. */
  over(view: BuildView): NextBuild | undefined {
    const { forecast } = this;
    if (!forecast || view.phase === 'running') return undefined;
    if (this.#over?.forecast !== forecast || this.#over.view !== view) {
      this.#over = { forecast, view, next: nextBuild(view, forecast) };
    }
    return this.#over.next;
  }

  hostUpdated(): void {
    const { engine, request, built, isFinished } = this.#ask();
    const seen = [engine, request?.entries, settings(request), built?.entries, settings(built), isFinished];
    if (seen.every((value, at) => value === this.#seen[at])) return;
    const isOtherBuild = built?.entries !== this.#seen[3] || isFinished !== this.#seen[5];
    this.#seen = seen;
    const asked = ++this.#asked;
    clearTimeout(this.#timer);
    const isChanged = request?.entries !== built?.entries || settings(request) !== settings(built);
    if (!built || !isChanged) this.#set({ forecast: undefined });
    if (isOtherBuild) this.#set({ advice: [] });
    if (!engine || !built) return;
    if (isOtherBuild && isFinished) void this.#advise(engine, built);
    if (isChanged && request) {
      this.#timer = window.setTimeout(() => void this.#foresee(engine, request, asked), delay);
    }
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
  }

  async #foresee(engine: Engine, request: BuildRequest, asked: number): Promise<void> {
    // What can't be foreseen is not marked; the next build says what is wrong.
    const forecast = await engine.forecast(request).catch(() => undefined);
    if (asked === this.#asked) this.#set({ forecast });
  }

  async #advise(engine: Engine, built: BuildRequest): Promise<void> {
    const advice = await engine.adviseOnOrder(built).catch(() => []);
    if (this.#seen[3] === built.entries) this.#set({ advice });
  }

  #set(change: Partial<Pick<ForesightDesk, 'forecast' | 'advice'>>): void {
    const isNothing =
      ('forecast' in change && change.forecast === this.forecast) ||
      (change.advice?.length === 0 && this.advice.length === 0);
    if (isNothing) return;
    Object.assign(this, change);
    this.#host.requestUpdate();
  }
}

/** All of a request but the files. */
function settings(request: BuildRequest | undefined): string {
  return JSON.stringify({ ...request, entries: undefined });
}
