import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { type AnsiColour, paletteColour, type Span } from '../model/ansi.ts';
import type { StepView } from '../model/build-view.ts';
import { type LogLine, logLength, logSlice, logText } from '../model/log.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { icons } from '../theme/icons.ts';
import { ScrollWindow } from '../virtual-lines/scroll-window.ts';
import { stepLogStyles } from './step-log.styles.ts';

/** CSS pixels, as in the styles. */
const lineHeight = 20;

/**
 * The output of one step, live, with its colours. Only the lines on the screen are in the document, so a log of
 * 100,000 lines scrolls like one of ten. It stays at the end while it grows, until somebody scrolls up.
 */
@customElement('dry-step-log')
export class StepLog extends LitElement {
  static override styles = [controls, stepLogStyles];

  @property({ attribute: false }) step: StepView | undefined;

  @state() private following = true;
  @state() private copied = false;
  @query('.scroller') private readonly scroller!: HTMLElement | null;
  private readonly window = new ScrollWindow(this, () => this.scroller, lineHeight);

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('step');
    if (before?.description.id !== this.step?.description.id) this.following = true;
  }

  override updated(): void {
    if (this.following && this.scroller) this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  override render(): TemplateResult | typeof nothing {
    const { step } = this;
    if (!step) return nothing;
    const { log } = step;
    const count = logLength(log);
    if (count === 0) return html`<p class="empty">${this.emptyText(step)}</p>`;
    const { first, end } = this.following ? this.window.lastRows(count) : this.window.rows(count);
    return html`
      <div
        class="scroller"
        role="log"
        aria-live="off"
        aria-label=${words.log.label(step.description.text.slice(0, 80))}
        tabindex="0"
        @scroll=${this.onScroll}
      >
        <div class="all" .style=${`height: ${count * lineHeight}px`}>
          <div class="shown" .style=${`transform: translateY(${first * lineHeight}px)`}>
            ${logSlice(log, first, end).map((line, at) => this.line(line, log.dropped + first + at + 1))}
          </div>
        </div>
      </div>
      ${
        this.following
          ? nothing
          : html`<button type="button" class="button small follow" @click=${this.follow}>
            ${icons.down}${words.log.follow}
          </button>`
      }
      <div class="foot">
        <span class="grow">
          ${words.log.lines(count + log.dropped)}${log.dropped > 0 ? html` · ${words.log.dropped(log.dropped)}` : nothing}
        </span>
        <button type="button" class="button small" @click=${this.copy}>
          ${icons.copy}${this.copied ? words.actions.copied : words.log.copy}
        </button>
      </div>
    `;
  }

  private line(line: LogLine, number: number): TemplateResult {
    return html`<div class="line ${line.stream}"><span class="number">${number}</span><span class="output">${line.spans.map(spanTemplate)}</span></div>`;
  }

  private emptyText(step: StepView): string {
    if (step.state === 'queued') return words.log.emptyQueued;
    if (step.state === 'running') return words.log.emptyRunning;
    if (step.description.instruction !== 'RUN') return words.log.emptyNoRun;
    if (step.state === 'cached') return words.log.emptyCached;
    if (step.state === 'skipped') return words.log.emptyQueued;
    if (step.state === 'cancelled') return words.log.emptyStopped;
    return words.log.emptyDone;
  }

  private onScroll(): void {
    const { scroller } = this;
    if (!scroller) return;
    this.window.onScroll();
    this.following = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 2 * lineHeight;
  }

  private follow(): void {
    this.following = true;
  }

  private async copy(): Promise<void> {
    if (!this.step) return;
    await navigator.clipboard.writeText(logText(this.step.log));
    this.copied = true;
    setTimeout(() => {
      this.copied = false;
    }, 1500);
  }
}

function spanTemplate(span: Span): TemplateResult | string {
  const { style } = span;
  const [foreground, background] = style.inverse
    ? [style.background ?? 'var(--surface)', style.foreground ?? 'var(--ink)']
    : [style.foreground, style.background];
  const classes = (['bold', 'dim', 'italic', 'underline'] as const).filter((name) => style[name]).join(' ');
  if (classes === '' && foreground === undefined && background === undefined) return span.text;
  const looks = [
    foreground === undefined ? '' : `color: ${cssColour(foreground)}`,
    background === undefined ? '' : `background: ${cssColour(background)}`,
  ];
  return html`<span class=${classes} .style=${looks.filter((look) => look !== '').join('; ')}>${span.text}</span>`;
}

function cssColour(colour: AnsiColour): string {
  return typeof colour === 'string' ? colour : (paletteColour(colour) ?? `var(--ansi-${colour % 8})`);
}
