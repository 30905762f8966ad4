import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { StepId } from '../../build/events.ts';
import type { OrderAdvice } from '../../worker/protocol.ts';
import { type BuildView, idleBuild } from '../model/build-view.ts';
import type { NextBuild } from '../model/next-build.ts';
import type { Replay } from '../model/replay.ts';
import type { StageGraph } from '../stage-graph/stage-graph.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { icons } from '../theme/icons.ts';
import '../problem-list/problem-list.ts';
import '../replay-bar/replay-bar.ts';
import '../stage-graph/stage-graph.ts';

/** A replay, as its bar shows it. */
export interface ReplayState {
  readonly replay: Replay;
  /** Events that have happened. */
  readonly count: number;
  /** Milliseconds since the plan. */
  readonly time: number;
  readonly playing: boolean;
  readonly speed: number;
}

/**
 * How the build stands: what to do first, why it failed, and the graph of its steps. What its parts tell
 * (`step-choose`, `image-choose`, `problem-line`, `problem-log`) it passes on.
 */
@customElement('dry-build-pane')
export class BuildPane extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-width: 0;
        min-height: 0;
      }

      .paused {
        --motion: paused;
      }

      dry-stage-graph {
        flex: 1;
        min-height: 0;
      }

      dry-replay-bar {
        flex: none;
      }

      .ahead {
        flex: none;
        height: 30px;
        padding: 0 16px;
        overflow: hidden;
        border-top: 1px solid var(--line);
        background: var(--surface);
        color: var(--ink-soft);
        font-size: 12.5px;
        line-height: 29px;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      dry-problem-list {
        flex: none;
      }

      .stopped {
        padding: 8px 16px;
        border-bottom: 1px solid var(--line);
        background: var(--running-wash);
        font-size: 13px;
      }

      .start {
        display: grid;
        flex: 1;
        place-content: center;
        justify-items: center;
        gap: 6px;
        padding: 24px;
        text-align: center;
      }

      .mark {
        width: 64px;
        height: 64px;
        margin-bottom: 10px;
        color: color-mix(in oklab, var(--accent), transparent 35%);
      }

      h2 {
        font-size: 17px;
        font-weight: 650;
      }

      .start p {
        max-width: 44ch;
        color: var(--ink-soft);
        line-height: 1.55;
        text-wrap: balance;
      }
    `,
  ];

  @property({ attribute: false }) view: BuildView = idleBuild;
  /** There is a Dockerfile, or it is still to come. */
  @property({ type: Boolean }) possible = true;
  /** Without one, the image is chosen. */
  @property({ attribute: false }) chosen: StepId | undefined;
  /** The step whose lines the editor's cursor is in. */
  @property({ attribute: false }) atCursor: StepId | undefined;
  /** The step that is pointed at, in the graph or in the editor. */
  @property({ attribute: false }) pointed: StepId | undefined;
  /** What the next build of the project as it is now will do. */
  @property({ attribute: false }) next: NextBuild | undefined;
  /** The best of what another order would save. */
  @property({ attribute: false }) advice: OrderAdvice | undefined;
  /** Where a replay stands; undefined while the build itself is shown. */
  @property({ attribute: false }) replay: ReplayState | undefined;
  @query('dry-stage-graph') private readonly graph!: StageGraph | null;

  /** Scrolls to a step. */
  async reveal(step: StepId): Promise<void> {
    await this.updateComplete;
    await this.graph?.reveal(step);
  }

  override render(): TemplateResult {
    const { view } = this;
    if (view.phase === 'idle') {
      return html`<div class="start">
        ${icons.mark}
        <h2>${words.build.idleTitle}</h2>
        <p>${this.possible ? words.build.idleBody : words.build.idleEmpty}</p>
      </div>`;
    }
    return html`
      ${
        view.phase === 'failed'
          ? html`<dry-problem-list
            role="region"
            aria-label=${words.problems.region}
            .problems=${view.problems}
            @problem-line=${this.passOn}
            @problem-log=${this.passOn}
          ></dry-problem-list>`
          : nothing
      }
      ${view.phase === 'cancelled' ? html`<p class="stopped">${words.problems.stopped}</p>` : nothing}
      <dry-stage-graph
        class=${this.replay && !this.replay.playing ? 'paused' : ''}
        .stages=${view.stages}
        .steps=${view.steps}
        .chosen=${this.chosen}
        .atCursor=${this.atCursor}
        .pointed=${this.pointed}
        .next=${this.next}
        .image=${view.image}
        .over=${view.phase !== 'running'}
        .imageChosen=${this.chosen === undefined}
        @image-choose=${this.passOn}
      ></dry-stage-graph>
      ${this.replay ? nothing : html`<p class="ahead">${this.ahead()}</p>`}
      ${
        this.replay
          ? html`<dry-replay-bar
            .replay=${this.replay.replay}
            .count=${this.replay.count}
            .time=${this.replay.time}
            .playing=${this.replay.playing}
            .speed=${this.replay.speed}
            .view=${view}
          ></dry-replay-bar>`
          : nothing
      }
    `;
  }

  /** One line below the graph, whose place is always there: what runs, what the next build will, what could be quicker. */
  private ahead(): TemplateResult | string {
    const { next, advice, view } = this;
    if (view.phase === 'running') {
      const running = [...view.steps.values()].find((step) => step.state === 'running');
      return running ? words.replay.started(running.description.text.replace(/\s+/g, ' ').slice(0, 200)) : '';
    }
    if (next && (next.steps.size > 0 || next.runs > 0 || !advice)) {
      const { runs, perhaps, took, isAtLeast } = next;
      return words.foresight.next.summary(runs, perhaps, took, isAtLeast);
    }
    if (!advice) return words.foresight.hint;
    const { short, show } = words.foresight.advice;
    return html`${short(advice.file, advice.after, advice.before)}
      <button
        type="button"
        class="link"
        @click=${() => this.dispatchEvent(new CustomEvent('advice-show', { detail: advice, bubbles: true }))}
      >
        ${show}
      </button>`;
  }

  private passOn(event: CustomEvent<unknown>): void {
    this.dispatchEvent(new CustomEvent(event.type, { detail: event.detail }));
  }
}
