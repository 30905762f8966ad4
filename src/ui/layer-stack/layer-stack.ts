import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { StepId } from '../../build/events.ts';
import { type LayerMaker, type StackedLayer, stackShare } from '../model/layer-stack.ts';
import { formatBytes } from '../text/format.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { makerColours } from '../theme/maker-colours.ts';
import { layerStackStyles } from './layer-stack.styles.ts';

const makers: readonly LayerMaker[] = ['base', 'dependencies', 'code'];
/** Marks of the scale, bytes. */
const marks = [1e3, 1e6, 1e9] as const;

/**
 * The layers of the image, the lowest at the bottom: as long as they have bytes (on a scale where each mark is a
 * thousand times the one before), coloured by who made them, each linked to its step. Rows are there before their
 * layers are, so the stack fills and never grows.
 *
 * @event step-choose - `detail` is the id of the step that makes the layer. Bubbles out of shadow roots.
 * @event step-point - The pointer or focus is on a layer; `detail` is its step's id, undefined when it left. Bubbles out
 *   of shadow roots.
 */
@customElement('dry-layer-stack')
export class LayerStack extends LitElement {
  static override styles = [controls, makerColours, layerStackStyles];

  /** Lowest first. */
  @property({ attribute: false }) layers: readonly StackedLayer[] = [];
  @property({ attribute: false }) chosen: StepId | undefined;
  /** The step that is pointed at, here or elsewhere. */
  @property({ attribute: false }) pointed: StepId | undefined;

  override render(): TemplateResult {
    const { stack } = words;
    const present = makers.filter((maker) => this.layers.some((layer) => layer.maker === maker));
    return html`
      <p class="head">
        <span class="title">${stack.title}</span>
        ${present.map((maker) => html`<span class="who" data-maker=${maker} title=${stack.rule[maker]}>${stack.maker[maker]}</span>`)}
      </p>
      <ol aria-label=${stack.label}>
        ${this.layers.map((layer) => this.row(layer)).reverse()}
      </ol>
      <div class="scale" aria-hidden="true" title=${stack.scale}>
        ${marks.map((bytes) => html`<span .style=${`left: ${stackShare(bytes) * 100}%`}>${formatBytes(bytes).replace('.0', '')}</span>`)}
      </div>
    `;
  }

  private row(layer: StackedLayer): TemplateResult {
    const { step, description, maker, size, layers } = layer;
    const { stack } = words;
    const text = description.text.replace(/\s+/g, ' ').slice(0, 200);
    const shown = size === undefined ? '' : formatBytes(size);
    return html`<li>
      <button
        type="button"
        data-maker=${maker}
        data-layer-of=${step}
        class=${size === undefined ? 'waiting' : ''}
        ?data-pointed=${step === this.pointed}
        aria-pressed=${step === this.chosen ? 'true' : 'false'}
        title=${stack.row(text, stack.rule[maker], size, layers)}
        @click=${() => this.tell('step-choose', step)}
        @pointerenter=${() => this.tell('step-point', step)}
        @pointerleave=${() => this.tell('step-point', undefined)}
        @focus=${() => this.tell('step-point', step)}
        @blur=${() => this.tell('step-point', undefined)}
      >
        <span class="bar" .style=${`inline-size: ${size === undefined ? 0 : stackShare(size) * 100}%`}></span>
        <span class="text">${text}</span><span class="unseen">, ${stack.maker[maker]}${size === undefined ? `, ${stack.waiting}` : ', '}</span>
        ${layers > 1 ? html`<span class="count">${stack.count(layers)}</span>` : nothing}
        <span class="size">${shown}</span>
      </button>
    </li>`;
  }

  private tell(type: string, detail: StepId | undefined): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}
