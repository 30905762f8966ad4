import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { StorageReport } from '../../worker/protocol.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { icons } from '../theme/icons.ts';
import { placeBelow } from '../theme/place-below.ts';

/**
 * How much this browser keeps of past builds, in short.
 *
 * @event view-choose - Show all of it; `detail` is `storage`. Bubbles.
 */
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

    `,
  ];

  @property({ attribute: false }) report: StorageReport | undefined;
  @state() private open = false;
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
      </div>
    `;
  }

  private details(report: StorageReport): TemplateResult {
    const { originUsage, originQuota } = report;
    return html`
      <h3>${report.kind === 'memory' ? words.storage.memoryNotice : words.storage.kept}</h3>
      ${report.kind === 'memory' ? html`<p>${words.storage.memoryReason(report.reason)}</p>` : nothing}
      <p>${words.storage.used(report.used)}</p>
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
      <button type="button" class="button" @click=${this.showAll}>${words.storage.showAll}</button>
    `;
  }

  private onToggle(event: ToggleEvent): void {
    this.open = event.newState === 'open';
    const { panel, button } = this;
    if (!this.open || !panel || !button) return;
    placeBelow(panel, button);
  }

  private showAll(): void {
    this.panel?.hidePopover();
    this.dispatchEvent(new CustomEvent('view-choose', { detail: 'storage', bubbles: true }));
  }
}
