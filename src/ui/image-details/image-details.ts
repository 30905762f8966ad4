import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { StepId } from '../../build/events.ts';
import type { Engine, InspectedHistory, InspectedImage } from '../../worker/protocol.ts';
import { readImageConfig } from '../model/image-config.ts';
import { formatBytes } from '../text/format.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { imageDetailsStyles } from './image-details.styles.ts';

type Answer =
  | { readonly kind: 'none' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ready'; readonly image: InspectedImage };

/** The image as it is after one step: its config, field by field and as JSON, and its history. */
@customElement('dry-image-details')
export class ImageDetails extends LitElement {
  static override styles = [controls, imageDetailsStyles];

  @property({ attribute: false }) engine: Engine | undefined;
  @property({ attribute: false }) step: StepId | undefined;

  @state() private answer: Answer = { kind: 'none' };
  private asked = 0;

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('step') || changed.has('engine')) void this.load();
  }

  override render(): TemplateResult | typeof nothing {
    const { answer } = this;
    if (answer.kind === 'none') return nothing;
    if (answer.kind === 'loading') return html`<progress aria-label=${words.image.loading}></progress>`;
    if (answer.kind === 'failed') return html`<p class="empty" role="alert">${answer.message}</p>`;
    const config = readImageConfig(answer.image.config);
    return html`
      <section>
        <h3>${words.image.config}</h3>
        <dl>
          ${config.fields.map(
            ({ key, values }) => html`<dt>${words.image.fields[key] ?? key}</dt>
              <dd>${values.map((value) => html`<div>${value}</div>`)}</dd>`,
          )}
          ${config.platform === '' ? nothing : html`<dt>${words.image.platform}</dt><dd>${config.platform}</dd>`}
        </dl>
        ${config.fields.length === 0 && config.platform === '' ? words.image.nothingSet : nothing}
      </section>
      <section>
        <h3>${words.image.history}<small>${words.image.historyHelp}</small></h3>
        <table>
          <thead>
            <tr>
              <th scope="col">${words.image.createdBy}</th>
              <th scope="col">${words.image.size}</th>
            </tr>
          </thead>
          <tbody>
            ${[...answer.image.history].reverse().map((row) => historyRow(row, answer.image))}
          </tbody>
        </table>
      </section>
      <details>
        <summary>${words.image.raw}</summary>
        <pre tabindex="0">${config.pretty}</pre>
      </details>
    `;
  }

  private async load(): Promise<void> {
    const ask = ++this.asked;
    const { engine, step } = this;
    if (!engine || step === undefined) {
      this.answer = { kind: 'none' };
      return;
    }
    this.answer = { kind: 'loading' };
    try {
      const image = await engine.inspectImage(step);
      if (ask === this.asked) this.answer = { kind: 'ready', image };
    } catch (error) {
      if (ask !== this.asked) return;
      this.answer = { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
    }
  }
}

function historyRow(row: InspectedHistory, image: InspectedImage): TemplateResult {
  const layer = row.layer === undefined ? undefined : image.layers[row.layer];
  return html`<tr>
    <td>${row.createdBy || row.comment || ''}</td>
    <td>${layer ? formatBytes(layer.size) : html`<span class="none">${words.image.emptyLayer}</span>`}</td>
  </tr>`;
}
