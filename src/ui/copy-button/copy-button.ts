import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { icons } from '../theme/icons.ts';
import { writeClipboard } from './write-clipboard.ts';

/** How long it says that something was copied, milliseconds. */
const thanks = 1600;

/** Copies a text to the clipboard, and says so. */
@customElement('dry-copy-button')
export class CopyButton extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: inline-block;
      }
    `,
  ];

  @property({ attribute: false }) text = '';
  /** What the button says; default: Copy. */
  @property({ attribute: false }) label = '';

  @state() private copied = false;

  override render(): TemplateResult {
    return html`<button type="button" class="button small" @click=${this.copy}>
        ${this.copied ? icons.check : icons.copy}${this.copied ? words.actions.copied : this.label || words.actions.copy}
      </button>
      <span class="unseen" role="status">${this.copied ? words.actions.copied : ''}</span>`;
  }

  private async copy(): Promise<void> {
    await writeClipboard(this.text);
    this.copied = true;
    setTimeout(() => {
      this.copied = false;
    }, thanks);
  }
}
