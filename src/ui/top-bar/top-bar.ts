import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { examples } from '../examples/all.ts';
import type { Example } from '../examples/example.ts';
import { words } from '../text/words.ts';
import type { Theme } from '../theme/appearance.ts';
import { controls } from '../theme/controls.ts';
import { icons } from '../theme/icons.ts';

/**
 * The bar with the name, the choice of an example and the choice of a theme.
 *
 * @slot - What else belongs into the bar.
 * @event example-choose - `detail` is the `Example`.
 * @event theme-choose - `detail` is the `Theme`.
 */
@customElement('dry-top-bar')
export class TopBar extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 52px;
        padding: 0 12px 0 14px;
        border-bottom: 1px solid var(--line);
        background: var(--surface);
      }

      .brand {
        display: flex;
        flex: 1;
        align-items: center;
        gap: 10px;
        min-width: 0;
        white-space: nowrap;
      }

      .mark {
        flex: none;
        width: 28px;
        height: 28px;
        color: var(--accent);
      }

      h1 {
        margin: 0;
        font-size: 17px;
        font-weight: 700;
        letter-spacing: -0.01em;
      }

      .tagline {
        overflow: hidden;
        padding-top: 2px;
        color: var(--ink-soft);
        font-size: 13px;
        text-overflow: ellipsis;
      }

      select {
        max-width: 148px;
        min-height: 28px;
        padding: 0 6px;
        border: 1px solid var(--line);
        border-radius: var(--radius-small);
        background: var(--raised);
        font-size: 12.5px;
      }

      select:hover {
        border-color: var(--line-strong);
      }

      @container (max-width: 760px) {
        :host {
          gap: 4px;
          padding: 0 8px 0 12px;
        }

        .tagline {
          display: none;
        }
      }

      @container (max-width: 420px) {
        select {
          width: 104px;
        }
      }
    `,
  ];

  /** What is shown now. */
  @property({ attribute: false }) appearance: Theme = 'light';

  override render(): TemplateResult {
    const dark = this.appearance === 'dark';
    const label = dark ? words.header.themeLight : words.header.themeDark;
    return html`
      <div class="brand">${icons.mark}<h1>${words.product}</h1><span class="tagline">${words.tagline}</span></div>
      <select aria-label=${words.header.chooseExample} @change=${this.onExample}>
        <option value="">${words.header.chooseExample}</option>
        ${examples.map(({ id, title }) => html`<option value=${id}>${title}</option>`)}
      </select>
      <slot></slot>
      <button
        type="button"
        class="button icon"
        aria-label=${label}
        title=${label}
        @click=${() => this.tell('theme-choose', dark ? 'light' : 'dark')}
      >
        ${dark ? icons.sun : icons.moon}
      </button>
    `;
  }

  private onExample(event: Event): void {
    const select = event.target as HTMLSelectElement;
    const example = examples.find(({ id }) => id === select.value);
    select.value = '';
    if (example) this.tell('example-choose', example);
  }

  private tell(type: 'example-choose' | 'theme-choose', detail: Example | Theme): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
