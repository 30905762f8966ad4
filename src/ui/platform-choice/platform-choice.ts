import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';

/**
 * The platforms that there are of an image, where the wanted one is missing.
 *
 * @event platform-choose - `detail` is the chosen one.
 */
@customElement('dry-platform-choice')
export class PlatformChoice extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        align-items: center;
      }
    `,
  ];

  @property({ attribute: false }) platforms: readonly string[] = [];

  override render(): TemplateResult {
    return html`<span>${words.registry.choosePlatform}</span>
      ${this.platforms.map(
        (platform) => html`<button
          type="button"
          class="button small"
          aria-label=${words.registry.choosePlatformOf(platform)}
          @click=${() => this.dispatchEvent(new CustomEvent('platform-choose', { detail: platform }))}
        >
          ${platform}
        </button>`,
      )}`;
  }
}
