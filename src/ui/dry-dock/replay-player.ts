/**
 * Plays a finished build again on the page: play and pause, next and back, speed, and any moment. Between two frames
 * only its place in the recorded events changes; who asks for no motion gets whole moments, and starts each itself.
 */
import type { ReactiveControllerHost } from 'lit';
import type { BuildEvent } from '../../build/events.ts';
import type { BuildView } from '../model/build-view.ts';
import { Replay } from '../model/replay.ts';

/** Milliseconds that a moment stays when motion is to be reduced. */
const stillPace = 1600;

export class ReplayPlayer {
  /** What is played; undefined while the page shows the build itself. */
  replay: Replay | undefined;
  /** Events that have happened. */
  count = 0;
  playing = false;
  /** 1: as fast as the build was. */
  speed = 1;
  readonly #host: ReactiveControllerHost;
  #recorded: BuildEvent[] = [];
  #view: { readonly count: number; readonly view: BuildView } | undefined;
  /** Milliseconds of the build; runs on between two events. */
  #time = 0;
  #unschedule: (() => void) | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  /** A new build: what was recorded is forgotten. */
  begin(): void {
    this.close();
    this.#recorded = [];
  }

  record(event: BuildEvent): void {
    this.#recorded.push(event);
  }

  get isPossible(): boolean {
    return this.#recorded.some(({ type }) => type === 'planned');
  }

  /** The build at the moment that is shown. */
  get view(): BuildView | undefined {
    const { replay, count } = this;
    if (!replay) return undefined;
    if (this.#view?.count !== count) this.#view = { count, view: replay.view(count) };
    return this.#view.view;
  }

  /** Milliseconds since the plan. */
  get time(): number {
    return this.#time;
  }

  open(): void {
    const replay = new Replay(this.#recorded);
    if (!replay.isPossible) return;
    this.replay = replay;
    this.#view = undefined;
    this.speed = replay.naturalSpeed;
    this.#moveTo(replay.moments[0]?.count ?? 0);
    if (!prefersStillness()) this.play();
  }

  close(): void {
    this.pause();
    this.replay = undefined;
    this.#view = undefined;
    this.#host.requestUpdate();
  }

  play(): void {
    const { replay } = this;
    if (!replay || this.playing) return;
    if (!replay.next(this.count)) this.#moveTo(replay.moments[0]?.count ?? 0);
    this.playing = true;
    this.#schedule();
    this.#host.requestUpdate();
  }

  pause(): void {
    this.playing = false;
    this.#unschedule?.();
    this.#unschedule = undefined;
    this.#host.requestUpdate();
  }

  toggle(): void {
    if (this.playing) this.pause();
    else this.play();
  }

  next(): void {
    this.#stepTo(this.replay?.next(this.count)?.count);
  }

  back(): void {
    this.#stepTo(this.replay?.back(this.count)?.count);
  }

  first(): void {
    this.#stepTo(this.replay?.moments[0]?.count);
  }

  last(): void {
    this.#stepTo(this.replay?.moments.at(-1)?.count);
  }

  /** Milliseconds since the plan. */
  seek(time: number): void {
    const { replay } = this;
    if (!replay) return;
    this.#time = Math.min(Math.max(0, time), replay.duration);
    this.count = Math.max(1, replay.countAt(this.#time));
    this.#host.requestUpdate();
  }

  setSpeed(speed: number): void {
    this.speed = speed;
    this.#host.requestUpdate();
  }

  #stepTo(count: number | undefined): void {
    this.pause();
    if (count !== undefined) this.#moveTo(count);
  }

  #moveTo(count: number): void {
    this.count = count;
    this.#time = this.replay?.timeOf(count) ?? 0;
    this.#host.requestUpdate();
  }

  #schedule(): void {
    if (prefersStillness()) {
      const timer = setTimeout(() => this.#still(), stillPace);
      this.#unschedule = () => clearTimeout(timer);
      return;
    }
    const before = performance.now();
    const frame = requestAnimationFrame((now) => this.#advance(Math.max(0, now - before)));
    this.#unschedule = () => cancelAnimationFrame(frame);
  }

  #advance(elapsed: number): void {
    const { replay } = this;
    if (!replay) return;
    this.#time = Math.min(replay.duration, this.#time + elapsed * this.speed);
    // What a step by hand has left out of the same instant comes now.
    this.count = Math.max(this.count, replay.countAt(this.#time));
    this.#goOn(replay);
  }

  #still(): void {
    const { replay } = this;
    const next = replay?.next(this.count);
    if (!replay) return;
    if (next) this.#moveTo(next.count);
    this.#goOn(replay);
  }

  #goOn(replay: Replay): void {
    this.#host.requestUpdate();
    if (replay.next(this.count)) this.#schedule();
    else this.pause();
  }
}

function prefersStillness(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
