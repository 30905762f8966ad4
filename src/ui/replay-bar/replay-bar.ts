import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { BuildView } from '../model/build-view.ts';
import { type Moment, type Replay, replaySpeeds } from '../model/replay.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { icons } from '../theme/icons.ts';
import { replayBarStyles } from './replay-bar.styles.ts';

/** What the bar can ask for. */
export type ReplayAsk =
  | { readonly kind: 'toggle' | 'next' | 'back' | 'first' | 'last' | 'close' }
  /** Milliseconds since the plan. */
  | { readonly kind: 'seek'; readonly time: number }
  | { readonly kind: 'speed'; readonly speed: number };

const keys: Readonly<Record<string, Exclude<ReplayAsk['kind'], 'seek' | 'speed'>>> = {
  ' ': 'toggle',
  ArrowLeft: 'back',
  ArrowRight: 'next',
  Home: 'first',
  End: 'last',
  Escape: 'close',
};

/**
 * The controls of a replay, and what happens at the moment that is shown. Space plays and pauses, Left and Right step,
 * Home and End go to the ends, Escape closes.
 *
 * @event replay - `detail` is a `ReplayAsk`. Bubbles out of shadow roots.
 */
@customElement('dry-replay-bar')
export class ReplayBar extends LitElement {
  static override styles = [controls, replayBarStyles];

  @property({ attribute: false }) replay: Replay | undefined;
  /** Events that have happened. */
  @property({ type: Number }) count = 0;
  /** Milliseconds since the plan. */
  @property({ type: Number }) time = 0;
  @property({ type: Boolean }) playing = false;
  @property({ type: Number }) speed = 1;
  /** The build at this moment. */
  @property({ attribute: false }) view: BuildView | undefined;
  @query('.toggle') private readonly toggleButton!: HTMLElement | null;

  override firstUpdated(): void {
    // Whoever opened it wants to use its keys next.
    this.toggleButton?.focus();
  }

  override render(): TemplateResult | typeof nothing {
    const { replay, playing } = this;
    if (!replay) return nothing;
    const toggle = playing ? words.replay.pause : words.replay.play;
    const moment = replay.momentAt(this.count);
    const number = moment ? replay.moments.indexOf(moment) + 1 : 0;
    return html`<div class="bar" role="group" aria-label=${words.replay.region} @keydown=${this.onKey}>
      <p class="caption" role="status" aria-live=${playing ? 'off' : 'polite'}>
        <span class="number">${number}/${replay.moments.length}</span>
        <span class="text">${moment && this.view ? caption(moment, this.view) : ''}</span>
      </p>
      <div class="keys">
        ${this.button('back', words.replay.back, icons.stepBack)}
        <button
          type="button"
          class="button icon toggle"
          aria-label=${toggle}
          title=${toggle}
          @click=${() => this.ask({ kind: 'toggle' })}
        >
          ${playing ? icons.pause : icons.play}
        </button>
        ${this.button('next', words.replay.next, icons.stepNext)}
        <input
          type="range"
          aria-label=${words.replay.scrubber}
          aria-valuetext=${words.replay.at(this.time, replay.duration)}
          min="0"
          max=${replay.duration}
          step="any"
          .value=${String(this.time)}
          @input=${(event: Event) => this.ask({ kind: 'seek', time: Number((event.target as HTMLInputElement).value) })}
        />
        <span class="time">${words.replay.at(this.time, replay.duration)}</span>
        <label>
          <span class="unseen">${words.replay.speed}</span>
          <select
            class="field"
            @change=${(event: Event) => this.ask({ kind: 'speed', speed: Number((event.target as HTMLSelectElement).value) })}
          >
            ${replaySpeeds.map(
              (speed) => html`<option value=${speed} ?selected=${speed === this.speed}>
                ${words.replay.speedName(speed)}
              </option>`,
            )}
          </select>
        </label>
        ${this.button('close', words.replay.close, icons.cross)}
      </div>
    </div>`;
  }

  private button(kind: 'back' | 'next' | 'close', label: string, icon: TemplateResult): TemplateResult {
    return html`<button
      type="button"
      class="button icon"
      aria-label=${label}
      title=${label}
      @click=${() => this.ask({ kind })}
    >
      ${icon}
    </button>`;
  }

  private onKey(event: KeyboardEvent): void {
    const kind = keys[event.key];
    const [target] = event.composedPath();
    if (kind === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    // These have their own use for the other keys.
    if (target instanceof HTMLSelectElement && kind !== 'close') return;
    // A button's Space is the button's, but the one that plays does just that.
    if (kind === 'toggle' && target instanceof HTMLButtonElement) return;
    event.preventDefault();
    event.stopPropagation();
    this.ask({ kind });
  }

  private ask(detail: ReplayAsk): void {
    this.dispatchEvent(new CustomEvent('replay', { detail, bubbles: true, composed: true }));
  }
}

/** What happens at a moment, as a line for the class to read. */
function caption({ event }: Moment, view: BuildView): string {
  const { replay } = words;
  const text = (id: string): string =>
    view.steps.get(id)?.description.text.replace(/\s+/g, ' ').slice(0, 160) ?? id;
  switch (event.type) {
    case 'planned': {
      const needed = event.stages.filter((stage) => stage.needed);
      return replay.planned(
        event.stages.length,
        needed.reduce((sum, { steps }) => sum + steps.length, 0),
      );
    }
    case 'step-started':
      return replay.started(text(event.step));
    case 'step-finished': {
      const isFrom = view.steps.get(event.step)?.description.instruction === 'FROM';
      if (event.outcome === 'cached') return replay.cached(text(event.step));
      if (!event.layer && !isFrom) return replay.noted(text(event.step));
      return replay.done(text(event.step), event.duration, event.layer?.size);
    }
    case 'step-failed':
      return replay.failed(text(event.step));
    case 'step-cancelled':
      return replay.cancelled(text(event.step));
    case 'build-finished':
      return replay.finished(event.image.layers.length, event.image.size);
    case 'build-failed':
      return replay.buildFailed;
    case 'build-cancelled':
      return replay.buildCancelled;
    case 'step-output':
    case 'step-progress':
    case 'step-skipped':
      return '';
  }
}
