import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { StepState, StepView } from '../model/build-view.ts';
import type { NextStep } from '../model/next-build.ts';
import { briefCause, causeSentence, stepSentence } from '../model/why.ts';
import { formatBytes, formatDuration } from '../text/format.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { icons } from '../theme/icons.ts';
import { stepCardStyles } from './step-card.styles.ts';

export const stateIcons: Readonly<Record<StepState, TemplateResult>> = {
  queued: icons.dot,
  running: icons.ring,
  done: icons.check,
  cached: icons.stock,
  failed: icons.cross,
  skipped: icons.dashed,
  cancelled: icons.halt,
};

/**
 * One step of the stage graph: what it is, how it stands, why, how long it took and what it added. Its height
 * never changes, so the graph stays still while the build runs.
 *
 * @event step-choose - The step was chosen; `detail` is its id. Bubbles out of shadow roots.
 * @event step-point - The pointer or focus is on the step; `detail` is its id, undefined when it left. Bubbles out of
 *   shadow roots.
 * @attr data-step-id - Id of the step.
 * @attr data-state - `queued`, `running`, `done`, `cached`, `failed`, `skipped` or `cancelled`.
 */
@customElement('dry-step-card')
export class StepCard extends LitElement {
  static override styles = [controls, stepCardStyles];

  @property({ attribute: false }) step: StepView | undefined;
  @property({ type: Boolean, reflect: true }) chosen = false;
  @property({ type: Boolean, reflect: true, attribute: 'at-cursor' }) atCursor = false;
  /** What the next build will do with it; undefined where that isn't another layer. */
  @property({ attribute: false }) next: NextStep | undefined;
  /** The pointer is on this step, here or in the editor. */
  @property({ type: Boolean, reflect: true }) pointed = false;

  override render(): TemplateResult | typeof nothing {
    const { step } = this;
    if (!step) return nothing;
    const { description, state } = step;
    const slim = !description.addsLayer && description.instruction !== 'FROM';
    this.toggleAttribute('slim', slim);
    this.toggleAttribute('next', this.next !== undefined);
    const rest = description.text.replace(/\s+/g, ' ').slice(description.instruction.length);
    return html`<button
      type="button"
      aria-pressed=${this.chosen ? 'true' : 'false'}
      title="${description.text.slice(0, 500)}&#10;${stepSentence(step)}"
      @click=${this.choose}
      @pointerenter=${() => this.point(true)}
      @pointerleave=${() => this.point(false)}
      @focus=${() => this.point(true)}
      @blur=${() => this.point(false)}
    >
      <span class="state">${stateIcons[state]}</span>
      <span class="text"><b>${description.instruction}</b>${rest}</span>
      ${slim ? (this.nextMark() ?? html`<span class="slim-word">${words.state[state]}</span>`) : this.meta(step)}
    </button>`;
  }

  private meta(step: StepView): TemplateResult {
    const origin = step.brings?.origin;
    const chip = origin === undefined || origin === 'bundled' ? undefined : words.graph.origin[origin];
    return html`<span class="meta">
      <span class="word">${words.state[step.state]}</span>
      <span class="reason">${this.reason(step)}</span>
      ${this.nextMark() ?? nothing}
      ${chip === undefined ? nothing : html`<span class="chip ${origin}" title=${chip.title}>${chip.name}</span>`}
      ${step.layer ? html`<span class="number">${words.step.layerBytes(step.layer.size)}</span>` : nothing}
      ${
        step.duration === undefined || step.state === 'cached'
          ? nothing
          : html`<span class="number">${formatDuration(step.duration)}</span>`
      }
    </span>`;
  }

  private nextMark(): TemplateResult | undefined {
    const { next } = this;
    if (!next) return undefined;
    const { foresight } = words;
    const { outlook, cause } = next;
    const title = foresight.next.label(cause ? causeSentence(cause) : foresight.next[outlook]);
    return html`<span class="next" data-next=${outlook} title=${title}>${foresight.next[outlook]}</span>`;
  }

  private reason(step: StepView): string {
    if (step.progress) {
      const { label, current, total, unit } = step.progress;
      const show = (value: number): string => (unit === 'bytes' ? formatBytes(value) : String(value));
      return `${label} ${show(current)}${total === undefined ? '' : ` / ${show(total)}`}`;
    }
    if (step.cause) return briefCause(step.cause);
    if (step.state === 'failed') return step.problem?.message ?? '';
    if (step.state === 'skipped') return step.skipReason ?? '';
    return '';
  }

  private point(on: boolean): void {
    const detail = on ? this.step?.description.id : undefined;
    this.dispatchEvent(new CustomEvent('step-point', { detail, bubbles: true, composed: true }));
  }

  private choose(): void {
    const detail = this.step?.description.id;
    this.dispatchEvent(new CustomEvent('step-choose', { detail, bubbles: true, composed: true }));
  }
}
