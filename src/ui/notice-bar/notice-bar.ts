import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { icons } from '../theme/icons.ts';

export interface Notice {
  readonly kind: 'notice' | 'warning';
  readonly text: string;
  readonly action?: { readonly label: string; readonly act: () => void };
}

/**
 * One sentence that a person should read now, with at most one thing to do about it.
 *
 * @event dismiss - It was read.
 */
@customElement('dry-notice-bar')
export class NoticeBar extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: block;
      }

      .notice {
        display: flex;
        align-items: center;
        gap: 12px;
        padding: 6px 12px 6px 16px;
        border-bottom: 1px solid var(--line);
        background: var(--accent-wash);
        font-size: 13px;
      }

      .warning {
        background: var(--running-wash);
      }

      span {
        flex: 1;
        min-width: 0;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) notice: Notice | undefined;

  override render(): TemplateResult | typeof nothing {
    if (!this.notice) return nothing;
    const { kind, text, action } = this.notice;
    return html`<div class="notice ${kind}" role="status">
      <span>${text}</span>
      ${action ? html`<button type="button" class="button small" @click=${action.act}>${action.label}</button>` : nothing}
      <button
        type="button"
        class="button icon small"
        aria-label=${words.actions.dismiss}
        @click=${() => this.dispatchEvent(new CustomEvent('dismiss'))}
      >
        ${icons.cross}
      </button>
    </div>`;
  }
}
