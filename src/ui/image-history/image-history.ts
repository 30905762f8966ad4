import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { InspectedImage } from '../../worker/protocol.ts';
import { plainCommand } from '../model/file-source.ts';
import { formatBytes, formatTime } from '../text/format.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';

/** How an image came to be: its history, first to last, with the layer that each entry made. */
@customElement('dry-image-history')
export class ImageHistory extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: block;
        font-size: 12.5px;
        container-type: inline-size;
      }

      table {
        width: 100%;
        border-collapse: collapse;
      }

      th {
        padding: 4px 12px 4px 0;
        border-bottom: 1px solid var(--line);
        color: var(--ink-soft);
        font-size: 12px;
        font-weight: 500;
        text-align: left;
      }

      td {
        padding: 6px 12px 6px 0;
        border-bottom: 1px solid var(--line);
        vertical-align: top;
      }

      .command {
        font-family: var(--mono);
        overflow-wrap: anywhere;
      }

      .number,
      .size {
        padding-right: 12px;
        text-align: right;
        white-space: nowrap;
        font-variant-numeric: tabular-nums;
      }

      th:last-child,
      td:last-child {
        padding-right: 0;
      }

      .when {
        white-space: nowrap;
        font-variant-numeric: tabular-nums;
      }

      .none {
        color: var(--muted);
      }

      @container (max-width: 560px) {
        .when {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) image: InspectedImage | undefined;

  override render(): TemplateResult | typeof nothing {
    const { image } = this;
    if (!image) return nothing;
    const text = words.image.history;
    return html`<table aria-label=${text.title}>
      <thead>
        <tr>
          <th scope="col" class="number">${text.layer}</th>
          <th scope="col">${text.createdBy}</th>
          <th scope="col" class="when">${text.created}</th>
          <th scope="col" class="size">${text.size}</th>
        </tr>
      </thead>
      <tbody>
        ${image.history.map(({ createdBy, comment, created, layer }) => {
          const made = layer === undefined ? undefined : image.layers[layer];
          return html`<tr>
            <td class="number">${layer === undefined ? '' : layer + 1}</td>
            <td class="command" title=${createdBy}>${plainCommand(createdBy) || comment || ''}</td>
            <td class="when">${created === undefined ? '' : formatTime(Date.parse(created) / 1000)}</td>
            <td class="size">
              ${made ? formatBytes(made.size) : html`<span class="none">${text.emptyLayer}</span>`}
            </td>
          </tr>`;
        })}
      </tbody>
    </table>`;
  }
}
