import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { StepId } from '../../build/events.ts';
import type { ImageAudit, InspectedLayer } from '../../worker/protocol.ts';
import { plainCommand } from '../model/file-source.ts';
import { formatBytes } from '../text/format.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';

/**
 * The layers of an image, lowest first: command, size, and what each changed.
 *
 * @event layer-choose - `detail` is the index of the layer.
 * @event line-choose - Show the instruction that made it; `detail` is its line. Bubbles and is composed.
 */
@customElement('dry-layer-list')
export class LayerList extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: block;
        min-height: 0;
        overflow: auto;
        font-size: 12.5px;
      }

      li {
        position: relative;
        border-bottom: 1px solid var(--line);
      }

      .layer {
        display: grid;
        grid-template-columns: 22px minmax(0, 1fr) max-content;
        gap: 1px 6px;
        width: 100%;
        padding: 7px 12px 9px 8px;
        border: 0;
        background: none;
        text-align: left;
        cursor: pointer;
      }

      .layer:hover {
        background: var(--hover);
      }

      .layer:focus-visible {
        outline-offset: -2px;
      }

      [aria-pressed='true'] {
        background: var(--accent-wash);
      }

      .number {
        position: relative;
        color: var(--muted);
        text-align: right;
        font-variant-numeric: tabular-nums;
      }

      .command {
        overflow: hidden;
        font-family: var(--mono);
        font-size: 12px;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .size {
        font-variant-numeric: tabular-nums;
      }

      .facts {
        grid-column: 2 / -1;
        min-height: 18px;
        padding-right: 64px;
        color: var(--ink-soft);
        font-size: 12px;
      }

      .bar {
        grid-column: 2 / -1;
        height: 4px;
        margin-top: 2px;
        border-radius: 2px;
        background: var(--line);
        overflow: hidden;
      }

      .bar span {
        display: block;
        height: 100%;
        background: var(--accent);
      }

      .base .bar span {
        background: var(--muted);
      }

      .line {
        position: absolute;
        right: 12px;
        bottom: 14px;
        font-size: 12px;
      }
    `,
  ];

  @property({ attribute: false }) layers: readonly InspectedLayer[] = [];
  @property({ attribute: false }) audit: ImageAudit | undefined;
  @property({ attribute: false }) chosen = 0;
  /** First line of a step in the Dockerfile. */
  @property({ attribute: false }) lineOf: (step: StepId) => number | undefined = () => undefined;

  override updated(changed: PropertyValues<this>): void {
    if (!changed.has('chosen') && !changed.has('layers')) return;
    this.renderRoot.querySelector('[aria-pressed="true"]')?.scrollIntoView({ block: 'nearest' });
  }

  override render(): TemplateResult {
    const largest = Math.max(1, ...this.layers.map(({ size }) => size));
    return html`<ol aria-label=${words.image.layers.label}>
      ${this.layers.map((layer, at) => this.layer(layer, at, largest))}
    </ol>`;
  }

  private layer(layer: InspectedLayer, at: number, largest: number): TemplateResult {
    const text = words.image.layers;
    const facts = this.audit?.layers[at];
    const line = layer.step === undefined ? undefined : this.lineOf(layer.step);
    const command = plainCommand(layer.createdBy ?? '') || text.unknown;
    const size = formatBytes(layer.size);
    return html`<li class=${layer.origin}>
      <button
        type="button"
        class="layer"
        data-layer=${at}
        aria-pressed=${at === this.chosen ? 'true' : 'false'}
        title=${`${layer.createdBy ?? ''}\n${text.digest(layer.diffId)}`}
        @click=${() => this.dispatchEvent(new CustomEvent('layer-choose', { detail: at }))}
      >
        <span class="number"><span class="unseen">${text.layer}</span>${at + 1}</span><span class="command">${command}</span><span class="size">${size}</span>
        <span class="facts">
          ${layer.origin === 'base' ? `${text.base}${facts ? ', ' : ''}` : ''}${facts ? text.changes(facts.added, facts.changed, facts.deleted) : ''}
        </span>
        <span class="bar"><span .style=${`width: ${(layer.size / largest) * 100}%`}></span></span>
      </button>
      ${
        line === undefined
          ? nothing
          : html`<button
            type="button"
            class="link line"
            aria-label=${text.goToLine(line)}
            @click=${() =>
              this.dispatchEvent(
                new CustomEvent('line-choose', { detail: line, bubbles: true, composed: true }),
              )}
          >
            ${text.line(line)}
          </button>`
      }
    </li>`;
  }
}
