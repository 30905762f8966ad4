import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CacheKeyPart, StageDescription, StepId } from '../../build/events.ts';
import { type BuildView, idleBuild, type StepView } from '../model/build-view.ts';
import { cacheChain, changedPart, type Lock, shortKey } from '../model/cache-chain.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { icons } from '../theme/icons.ts';
import { cacheChainStyles } from './cache-chain.styles.ts';

/** Variables that are shown of a key. */
const mostVariables = 12;

/**
 * The cache keys of a stage as a row of locks, and what the chosen step's key is made of. Left and Right move along
 * the chain.
 *
 * @event step-choose - A lock was chosen; `detail` is its step's id. Bubbles out of shadow roots.
 */
@customElement('dry-cache-chain')
export class CacheChain extends LitElement {
  static override styles = [controls, cacheChainStyles];

  @property({ attribute: false }) view: BuildView = idleBuild;
  /** The chosen step: its stage is shown. */
  @property({ attribute: false }) step: StepView | undefined;

  override render(): TemplateResult | typeof nothing {
    const { step, view } = this;
    const stage = view.stages.find(({ index }) => index === step?.description.stage);
    if (!step || !stage) return nothing;
    const { cache, graph } = words;
    const locks = cacheChain(view, stage);
    return html`
      <ol aria-label=${cache.label(graph.stage(stage.index, stage.name))} @keydown=${this.onKey}>
        ${locks.map((lock) => this.lock(lock))}
      </ol>
      <p class="help">${cache.help}</p>
      ${this.key(step, stage)}
    `;
  }

  private lock({ step, state }: Lock): TemplateResult {
    const { cache } = words;
    const { id, instruction, text, range } = step.description;
    const chosen = id === this.step?.description.id;
    return html`<li data-lock=${state}>
      <button
        type="button"
        data-step=${id}
        aria-pressed=${chosen ? 'true' : 'false'}
        title=${text.slice(0, 300)}
        @click=${() => this.choose(id)}
      >
        ${state === 'fits' ? icons.lock : state === 'open' ? icons.dashed : icons.lockOpen}
        <span class="unseen">${words.step.line(range.start.line)}, </span>
        <span class="name">${instruction}</span>
        <span class="digest">${step.key ? shortKey(step.key.key) : '…'}</span>
        <span class="state">${cache.state[state]}</span>
      </button>
    </li>`;
  }

  private key(step: StepView, stage: StageDescription): TemplateResult {
    const { cache } = words;
    const { description, key, cause } = step;
    const text = description.text.replace(/\s+/g, ' ').slice(0, 120);
    if (!key) {
      const isConfig = !description.addsLayer && description.instruction !== 'FROM';
      return html`<p class="none">${isConfig ? cache.none : cache.notYet}</p>`;
    }
    const changed = step.state === 'done' ? changedPart(cause) : undefined;
    return html`<section>
      <h3>${cache.keyOf(text)} <span class="mono">${shortKey(key.key)}</span></h3>
      ${
        key.parts.length === 0
          ? html`<p>${cache.scratch}</p>`
          : html`<dl aria-label=${cache.madeOf}>
            ${key.parts.map(
              (part) => html`<div class=${part.kind === changed ? 'changed' : ''}>
                <dt>${cache.part[part.kind]}${part.kind === changed ? html` <b>${cache.changed}</b>` : nothing}</dt>
                <dd>${this.partText(part, stage)}</dd>
              </div>`,
            )}
          </dl>`
      }
    </section>`;
  }

  private partText(part: CacheKeyPart, stage: StageDescription): TemplateResult | string {
    const { cache } = words;
    switch (part.kind) {
      case 'instruction':
        return html`<code>${part.text.slice(0, 400)}</code>`;
      case 'below': {
        const owner = [...this.view.steps.values()].find(
          ({ key, description }) => key?.key === part.key && description.stage <= stage.index,
        );
        const name = owner?.description.text.replace(/\s+/g, ' ').slice(0, 80);
        return cache.belowKey(shortKey(part.key), name);
      }
      case 'image':
        return html`<code>${part.digest}</code>`;
      case 'files':
        return cache.files(part.count, shortKey(part.key));
      case 'variables': {
        const more = part.values.length - mostVariables;
        return html`<ul>
          ${part.values
            .slice(0, mostVariables)
            .map(({ name, value }) => html`<li><code>${name}=${value.slice(0, 200)}</code></li>`)}
          ${more > 0 ? html`<li>${words.foresight.files.more(more)}</li>` : nothing}
        </ul>`;
      }
      case 'setting':
        return html`<ul>${part.texts.map((text) => html`<li><code>${text}</code></li>`)}</ul>`;
      case 'epoch':
        return html`<code>${part.seconds}</code>`;
    }
  }

  private onKey(event: KeyboardEvent): void {
    const move = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (move === 0) return;
    const locks = [...this.renderRoot.querySelectorAll<HTMLElement>('li button')];
    const at = locks.indexOf(event.target as HTMLElement);
    const next = locks[at + move];
    if (!next?.dataset.step) return;
    event.preventDefault();
    next.focus();
    this.choose(next.dataset.step);
  }

  private choose(detail: StepId): void {
    this.dispatchEvent(new CustomEvent('step-choose', { detail, bubbles: true, composed: true }));
  }
}
