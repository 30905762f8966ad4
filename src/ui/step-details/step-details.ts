import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Engine } from '../../worker/protocol.ts';
import type { StepView } from '../model/build-view.ts';
import type { StepTab } from '../model/step-choice.ts';
import { stepSentence } from '../model/why.ts';
import { formatBytes } from '../text/format.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { stepDetailsStyles } from './step-details.styles.ts';
import '../image-details/image-details.ts';
import '../layer-files/layer-files.ts';
import '../step-log/step-log.ts';

const tabs: readonly { readonly id: StepTab; readonly title: () => string }[] = [
  { id: 'log', title: () => words.step.tabLog },
  { id: 'layer', title: () => words.step.tabLayer },
  { id: 'image', title: () => words.step.tabImage },
];

/**
 * All about one step: why it ran or didn't, its log, its layer and the image so far.
 *
 * @event tab-choose - `detail` is `log`, `layer` or `image`.
 * @event line-choose - Show the step in the editor; `detail` is its first line in the Dockerfile.
 */
@customElement('dry-step-details')
export class StepDetails extends LitElement {
  static override styles = [controls, stepDetailsStyles];

  @property({ attribute: false }) engine: Engine | undefined;
  @property({ attribute: false }) step: StepView | undefined;
  @property({ attribute: false }) tab: StepTab = 'log';
  /** The build failed before it had steps. */
  @property({ type: Boolean }) stepless = false;

  override render(): TemplateResult {
    const { step } = this;
    if (!step) return html`<p class="empty">${this.stepless ? words.step.noSteps : words.step.none}</p>`;
    const { line } = step.description.range.start;
    return html`
      <div class="head">
        <div class="title">
          <h2>${step.description.text.replace(/\s+/g, ' ')}</h2>
          <button type="button" class="link" aria-label=${words.step.goToLine(line)} @click=${() => this.tell('line-choose', line)}>
            ${words.step.line(line)}
          </button>
        </div>
        ${
          step.problem
            ? html`<div class="problem"><b>${step.problem.message}</b><span class="explanation">${step.problem.explanation}</span></div>`
            : html`<p class="why">${stepSentence(step)}</p>`
        }
        ${
          step.notes.length === 0
            ? nothing
            : html`<ul class="notes" aria-label=${words.step.notes}>
              ${step.notes.map((note) => html`<li>${note}</li>`)}
            </ul>`
        }
      </div>
      <div class="tabs" role="tablist" aria-label=${words.step.tabs} @keydown=${this.onKey}>
        ${tabs.map(
          ({ id, title }) => html`<button
            type="button"
            role="tab"
            id="tab-${id}"
            aria-controls="panel"
            aria-selected=${id === this.tab ? 'true' : 'false'}
            tabindex=${id === this.tab ? 0 : -1}
            @click=${() => this.tell('tab-choose', id)}
          >
            ${title()}
          </button>`,
        )}
        <span class="aside">${layerFacts(step)}</span>
      </div>
      <div class="panel" id="panel" role="tabpanel" aria-labelledby="tab-${this.tab}">${this.panel(step)}</div>
    `;
  }

  private panel(step: StepView): TemplateResult {
    const { id, addsLayer } = step.description;
    const ready = step.state === 'done' || step.state === 'cached';
    switch (this.tab) {
      case 'log':
        return html`<dry-step-log .step=${step}></dry-step-log>`;
      case 'layer':
        if (!ready) return html`<p class="empty">${words.layer.notYet}</p>`;
        if (!addsLayer && step.description.instruction !== 'FROM') {
          return html`<p class="empty">${words.layer.none}</p>`;
        }
        return html`<dry-layer-files .engine=${this.engine} .step=${id}></dry-layer-files>`;
      case 'image':
        if (!ready) return html`<p class="empty">${words.image.notYet}</p>`;
        return html`<dry-image-details .engine=${this.engine} .step=${id}></dry-image-details>`;
    }
  }

  private onKey(event: KeyboardEvent): void {
    const move = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (move === 0) return;
    event.preventDefault();
    const at = tabs.findIndex((tab) => tab.id === this.tab);
    const next = tabs[(at + move + tabs.length) % tabs.length];
    if (!next) return;
    this.tell('tab-choose', next.id);
    this.renderRoot.querySelector<HTMLElement>(`#tab-${next.id}`)?.focus();
  }

  private tell(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
  }
}

function layerFacts(step: StepView): string {
  const { layer } = step;
  if (!layer) return '';
  return `${formatBytes(layer.size)} · ${words.step.changes(layer.added, layer.changed, layer.deleted)}`;
}
