import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import '../copy-button/copy-button.ts';

/**
 * What a docker command prints, with the command above it.
 *
 * @slot - What is to be said about it.
 */
@customElement('dry-docker-output')
export class DockerOutput extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: block;
        min-width: 0;
      }

      .head {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 8px;
        padding: 6px 6px 6px 12px;
        border: 1px solid var(--line);
        border-bottom: 0;
        border-radius: var(--radius-small) var(--radius-small) 0 0;
        background: var(--raised);
      }

      code {
        overflow: hidden;
        font: 12.5px/1.5 var(--mono);
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      pre {
        min-height: 40px;
        padding: 10px 12px;
        overflow: auto;
        border: 1px solid var(--line);
        border-radius: 0 0 var(--radius-small) var(--radius-small);
        background: var(--sunken);
        font: 12px/1.5 var(--mono);
      }

      .note {
        margin-top: 6px;
        color: var(--ink-soft);
        font-size: 12.5px;
      }
    `,
  ];

  /** `docker history app` */
  @property({ attribute: false }) command = '';
  @property({ attribute: false }) printed = '';

  override render(): TemplateResult {
    const { command, printed } = this;
    return html`<div class="head">
        <code>$ ${command}</code>
        <dry-copy-button .text=${printed}></dry-copy-button>
      </div>
      <pre tabindex="0" role="region" aria-label=${words.image.docker.output(command)}>${printed}</pre>
      <p class="note"><slot></slot></p>`;
  }
}
