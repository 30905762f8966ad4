import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { examples } from '../examples/all.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import type { Display } from '../theme/display.ts';
import { icons } from '../theme/icons.ts';
import '../display-menu/display-menu.ts';

/**
 * The bar with the name, the choice of an example and of how the page looks.
 *
 * @slot - What else belongs into the bar.
 * @event example-choose - `detail` is the `Example`.
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

  @property({ attribute: false }) display: Display | undefined;

  override render(): TemplateResult {
    return html`
      <div class="brand">${icons.mark}<h1>${words.product}</h1><span class="tagline">${words.tagline}</span></div>
      <select aria-label=${words.header.chooseExample} @change=${this.onExample}>
        <option value="">${words.header.chooseExample}</option>
        ${examples.map(({ id, title }) => html`<option value=${id}>${title}</option>`)}
      </select>
      <slot></slot>
      <dry-display-menu .display=${this.display}></dry-display-menu>
    `;
  }

  private onExample(event: Event): void {
    const select = event.target as HTMLSelectElement;
    const example = examples.find(({ id }) => id === select.value);
    select.value = '';
    if (example) this.dispatchEvent(new CustomEvent('example-choose', { detail: example }));
  }
}
