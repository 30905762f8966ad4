import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { StepId } from '../../build/events.ts';
import type { Engine, InspectedImage } from '../../worker/protocol.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import '../image-document/image-document.ts';
import '../image-history/image-history.ts';

type Answer =
  | { readonly kind: 'none' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ready'; readonly image: InspectedImage };

/** The image as it is after one step: its history, and its config field by field and as JSON. */
@customElement('dry-image-details')
export class ImageDetails extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: block;
        overflow: auto;
        font-size: 13px;
      }

      h3 {
        padding: 14px 16px 6px;
        font-size: 13px;
        font-weight: 650;
      }

      dry-image-history {
        margin: 0 16px;
      }
    `,
  ];

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
    const { image } = answer;
    return html`
      <h3>${words.image.view.history}</h3>
      <dry-image-history .image=${image}></dry-image-history>
      <h3>${words.image.view.config}</h3>
      <dry-image-document .json=${image.config} .digest=${image.id} .kind=${'config'}></dry-image-document>
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
