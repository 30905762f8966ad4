import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Engine, OrderAdvice } from '../../worker/protocol.ts';
import { type BuildView, idleBuild, type StepView } from '../model/build-view.ts';
import type { Project } from '../model/project.ts';
import type { StepTab } from '../model/step-choice.ts';
import { stepSentence } from '../model/why.ts';
import { formatBytes } from '../text/format.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { stepDetailsStyles } from './step-details.styles.ts';
import '../cache-chain/cache-chain.ts';
import '../image-details/image-details.ts';
import '../layer-files/layer-files.ts';
import '../step-log/step-log.ts';
import '../step-why/step-why.ts';

const tabs: readonly { readonly id: StepTab; readonly title: () => string }[] = [
  { id: 'log', title: () => words.step.tabLog },
  { id: 'why', title: () => words.foresight.whyTab },
  { id: 'layer', title: () => words.step.tabLayer },
  { id: 'image', title: () => words.step.tabImage },
  { id: 'cache', title: () => words.cache.tab },
];

/**
 * All about one step: its log, why it ran or didn't, its layer, the image so far and its cache key.
 *
 * @event tab-choose - `detail` is a `StepTab`.
 * @event line-choose - Show the step in the editor; `detail` is its first line in the Dockerfile.
 */
@customElement('dry-step-details')
export class StepDetails extends LitElement {
  static override styles = [controls, stepDetailsStyles];

  @property({ attribute: false }) engine: Engine | undefined;
  @property({ attribute: false }) step: StepView | undefined;
  @property({ attribute: false }) tab: StepTab = 'log';
  /** The build that the step is of. */
  @property({ attribute: false }) view: BuildView = idleBuild;
  /** The project that was built. */
  @property({ attribute: false }) built: Project | undefined;
  @property({ attribute: false }) advice: readonly OrderAdvice[] = [];
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
      case 'why':
        return html`<dry-step-why
          .engine=${this.engine}
          .step=${step}
          .view=${this.view}
          .built=${this.built}
          .advice=${this.advice}
        ></dry-step-why>`;
      case 'cache':
        return html`<dry-cache-chain .view=${this.view} .step=${step}></dry-cache-chain>`;
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
