import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { BundledImage, Engine, StorageReport } from '../../worker/protocol.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { icons } from '../theme/icons.ts';
import { placeBelow } from '../theme/place-below.ts';

/** What this browser keeps of past builds, a way to forget it, and the base images that need no network. */
@customElement('dry-storage-status')
export class StorageStatus extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        position: relative;
        display: block;
      }

      @container (max-width: 420px) {
        .label {
          display: none;
        }
      }

      .memory {
        color: var(--running);
      }

      .panel {
        position: fixed;
        inset: auto;
        width: min(380px, calc(100vw - 24px));
        max-height: min(560px, calc(100vh - 90px));
        margin: 0;
        padding: 16px;
        overflow: auto;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--raised);
        color: var(--ink);
        box-shadow: var(--shadow);
        font-size: 13px;
        line-height: 1.5;
      }

      h3 {
        font-size: 14px;
        font-weight: 650;
      }

      h4 {
        margin: 18px 0 4px;
        font-size: 13px;
        font-weight: 650;
      }

      .failure {
        margin-top: 8px;
        color: var(--failed);
      }

      .soft {
        color: var(--ink-soft);
        font-size: 12.5px;
      }

      meter {
        display: block;
        width: 100%;
        height: 8px;
        margin: 8px 0 4px;
      }

      .panel > .button {
        margin-top: 12px;
      }

      li {
        padding: 7px 0;
        border-top: 1px solid var(--line);
      }

      code {
        font: 600 12.5px var(--mono);
      }

      .chip {
        margin-left: 6px;
        padding: 0 5px;
        border: 1px solid currentcolor;
        border-radius: 4px;
        color: var(--running);
        font-size: 11px;
      }
    `,
  ];

  @property({ attribute: false }) report: StorageReport | undefined;
  @property({ attribute: false }) images: readonly BundledImage[] = [];
  @property({ attribute: false }) engine: Engine | undefined;
  @property({ type: Boolean }) disabled = false;
  @state() private open = false;
  @state() private pruning = false;
  /** Why forgetting failed. */
  @state() private failure = '';
  @query('.panel') private readonly panel!: HTMLElement | null;
  @query('.button') private readonly button!: HTMLElement | null;

  override render(): TemplateResult {
    const { report } = this;
    const label =
      report === undefined
        ? words.storage.unknown
        : report.kind === 'memory'
          ? words.storage.memory
          : words.storage.used(report.used);
    return html`
      <button
        type="button"
        class="button small ${report?.kind === 'memory' ? 'memory' : ''}"
        popovertarget="panel"
        aria-expanded=${this.open ? 'true' : 'false'}
        title=${words.storage.title}
      >
        ${icons.disk}<span class="label">${label}</span>
      </button>
      <div
        id="panel"
        class="panel"
        popover
        role="dialog"
        aria-label=${words.storage.title}
        @toggle=${this.onToggle}
      >
        ${report ? this.details(report) : words.storage.unknown}
        ${this.images.length === 0 ? nothing : this.imageList()}
      </div>
    `;
  }

  private details(report: StorageReport): TemplateResult {
    const { originUsage, originQuota } = report;
    return html`
      <h3>${report.kind === 'memory' ? words.storage.memoryNotice : words.storage.kept}</h3>
      ${report.kind === 'memory' ? html`<p>${words.storage.memoryReason(report.reason)}</p>` : nothing}
      <p>${words.storage.used(report.used)} · ${words.storage.contents(report.blobs, report.cacheRecords)}</p>
      ${
        originUsage === undefined || originQuota === undefined || originQuota === 0
          ? nothing
          : html`<meter
              min="0"
              max=${originQuota}
              .value=${originUsage}
              aria-label=${words.storage.quota(originUsage, originQuota)}
            ></meter>
            <p class="soft">${words.storage.quota(originUsage, originQuota)}</p>`
      }
      ${
        report.kind === 'memory'
          ? nothing
          : html`<p class="soft">${report.persisted ? words.storage.persisted : words.storage.notPersisted}</p>`
      }
      <button type="button" class="button" ?disabled=${this.pruning || this.disabled} @click=${this.prune}>
        ${this.pruning ? words.storage.pruning : words.storage.prune}
      </button>
      ${this.pruning ? html`<progress aria-label=${words.storage.pruning}></progress>` : nothing}
      ${this.failure === '' ? nothing : html`<p class="failure" role="alert">${this.failure}</p>`}
    `;
  }

  private imageList(): TemplateResult {
    return html`<h4>${words.storage.images}</h4>
      <ul>
        ${this.images.map(
          (image) => html`<li>
            <code>${image.name}</code>${image.standIn ? html`<span class="chip">${words.storage.standIn}</span>` : nothing}
            <div>${image.summary}</div>
            ${image.missing.length === 0 ? nothing : html`<div class="soft">${words.storage.missing(image.missing)}</div>`}
          </li>`,
        )}
      </ul>`;
  }

  private onToggle(event: ToggleEvent): void {
    this.open = event.newState === 'open';
    const { panel, button } = this;
    if (!this.open || !panel || !button) return;
    placeBelow(panel, button);
  }

  private async prune(): Promise<void> {
    this.pruning = true;
    this.failure = '';
    try {
      this.report = await this.engine?.prune();
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
    }
    this.pruning = false;
  }
}
