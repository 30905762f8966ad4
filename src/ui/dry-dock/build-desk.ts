/**
 * The build on the desk: the one that runs or ran last, what of it is chosen and pointed at, and its replay. Whoever
 * shows the build takes `view`: the build itself, or the moment of the replay.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { BuildEvent, StepId } from '../../build/events.ts';
import type { BuildOutcome, BuildRequest, Engine } from '../../worker/protocol.ts';
import { type BuildView, idleBuild } from '../model/build-view.ts';
import type { Project } from '../model/project.ts';
import type { Moment } from '../model/replay.ts';
import { followBuild, noChoice, type StepChoice } from '../model/step-choice.ts';
import type { ReplayAsk } from '../replay-bar/replay-bar.ts';
import { BuildSession } from './build-session.ts';
import { ReplayPlayer } from './replay-player.ts';

export interface BuildDeskHost {
  readonly onEvent: (event: BuildEvent) => void;
  /** A step wants to be seen. */
  readonly onReveal: (step: StepId) => void;
}

export class BuildDesk implements ReactiveController {
  /** The build itself. */
  live: BuildView = idleBuild;
  /** What was asked for. */
  asked: BuildRequest | undefined;
  choice: StepChoice = noChoice;
  /** The step that the pointer or focus is on, in the graph or in the editor. */
  pointed: StepId | undefined;
  readonly player: ReplayPlayer;
  readonly #element: ReactiveControllerHost;
  readonly #host: BuildDeskHost;
  readonly #session: BuildSession;
  /** The moment of the replay that the choice has followed. */
  #followed: Moment | undefined;

  constructor(element: ReactiveControllerHost, host: BuildDeskHost) {
    this.#element = element;
    this.#host = host;
    this.player = new ReplayPlayer(element);
    this.#session = new BuildSession({
      onView: (view) => this.#take(view),
      onEvent: (event) => {
        this.player.record(event);
        host.onEvent(event);
      },
    });
    element.addController(this);
  }

  hostDisconnected(): void {
    this.player.pause();
  }

  /** During a replay, the step of the moment is the chosen one, until somebody chooses another. */
  hostUpdate(): void {
    const { replay, count } = this.player;
    const moment = replay?.momentAt(count);
    if (moment === undefined || moment === this.#followed) return;
    this.#followed = moment;
    if (this.choice.byHand) return;
    const { event } = moment;
    this.choice = { ...this.choice, step: 'step' in event ? event.step : undefined };
  }

  /** The project that it was built from. */
  get built(): Project | undefined {
    return this.asked?.entries;
  }

  /** What is shown. */
  get view(): BuildView {
    return this.player.view ?? this.live;
  }

  get canReplay(): boolean {
    const { phase } = this.live;
    return phase !== 'idle' && phase !== 'running' && this.player.isPossible;
  }

  async start(engine: Engine, request: BuildRequest): Promise<BuildOutcome> {
    this.player.begin();
    this.asked = request;
    this.choice = { ...noChoice, tab: this.choice.tab };
    this.pointed = undefined;
    return this.#session.start(engine, request);
  }

  choose(choice: Partial<StepChoice>): void {
    this.choice = { ...this.choice, ...choice };
    this.#element.requestUpdate();
  }

  point(step: StepId | undefined): void {
    if (step === this.pointed) return;
    this.pointed = step;
    this.#element.requestUpdate();
  }

  openReplay(): void {
    this.choice = { ...noChoice, tab: this.choice.tab };
    this.player.open();
  }

  replay(ask: ReplayAsk): void {
    const { player } = this;
    switch (ask.kind) {
      case 'seek':
        player.seek(ask.time);
        break;
      case 'speed':
        player.setSpeed(ask.speed);
        break;
      case 'close':
        this.choice = followBuild({ ...noChoice, tab: this.choice.tab }, this.live);
        player.close();
        break;
      default:
        player[ask.kind]();
    }
  }

  #take(view: BuildView): void {
    const before = this.choice.step;
    this.live = view;
    this.choice = followBuild(this.choice, view);
    const { step } = this.choice;
    if (view.phase === 'failed' && step !== undefined && step !== before) this.#host.onReveal(step);
    this.#element.requestUpdate();
  }
}
