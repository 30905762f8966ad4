import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { InspectedLayer, WastedFile, WastedSpace } from '../../worker/protocol.ts';
import { plainCommand } from '../model/file-source.ts';
import { formatShare, type WasteGroup, wasteGroups } from '../model/waste.ts';
import { formatBytes } from '../text/format.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { wastedSpaceStyles } from './wasted-space.styles.ts';

/** Files that are listed at first, and with every "more". */
const portion = 200;
/** Pieces of advice. */
const mostAdvice = 4;

/**
 * What an image carries that nobody sees: how much, what would help, and file by file.
 *
 * @event layer-choose - Show a layer; `detail` is its index.
 */
@customElement('dry-wasted-space')
export class WastedSpaceView extends LitElement {
  static override styles = [controls, wastedSpaceStyles];

  @property({ attribute: false }) waste: WastedSpace | undefined;
  @property({ attribute: false }) layers: readonly InspectedLayer[] = [];

  @state() private listed = portion;

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('waste')) this.listed = portion;
  }

  override render(): TemplateResult | typeof nothing {
    const { waste } = this;
    if (!waste) return nothing;
    const text = words.image.waste;
    return html`
      <div class="figures">
        <div class="figure">
          <h2>${text.score}</h2>
          <p class="number">${formatShare(waste.score)}</p>
          <div class="meter" aria-hidden="true"><span .style=${`width: ${waste.score * 100}%`}></span></div>
          <p class="help">${text.scoreHelp}</p>
        </div>
        <div class="figure">
          <h2>${text.hidden}</h2>
          <p class="number">${formatBytes(waste.bytes)}</p>
          <p class="of">${text.of(waste.bytes, waste.totalBytes)}</p>
          <p class="help">${text.hiddenHelp}</p>
        </div>
        <div class="figure">
          <h2>${text.dive}</h2>
          <p class="number">${formatBytes(waste.diveBytes)}</p>
          <p class="help">${text.diveHelp}</p>
        </div>
      </div>
      ${waste.count === 0 ? html`<p class="empty">${text.none}</p>` : html`${this.advice(waste)} ${this.table(waste)}`}
    `;
  }

  private advice(waste: WastedSpace): TemplateResult {
    const groups = wasteGroups(waste.files, this.layers).slice(0, mostAdvice);
    return html`<h2>${words.image.waste.advice}</h2>
      <ul class="advice">
        ${groups.map((group) => html`<li>${this.sentence(group)}</li>`)}
      </ul>`;
  }

  private sentence({ how, layer, hiddenBy, bytes, files, base }: WasteGroup): string {
    const text = words.image.waste;
    const by = this.command(hiddenBy);
    const from = this.command(layer);
    switch (how) {
      case 'deleted':
        return base ? text.deletedBase(bytes, by) : text.deletedOwn(bytes, by, from);
      case 'attributes':
        return base ? text.attributesBase(bytes, files, by) : text.attributes(bytes, files, by, from);
      case 'replaced':
        return text.replaced(bytes, by, from);
      case 'repeated':
        return text.repeated(bytes, by);
    }
  }

  private command(layer: number): string {
    const command = plainCommand(this.layers[layer]?.createdBy ?? '') || words.image.layers.unknown;
    return command.length > 60 ? `${command.slice(0, 59)}…` : command;
  }

  private table(waste: WastedSpace): TemplateResult {
    const text = words.image.waste;
    const rest = waste.files.length - this.listed;
    return html`<h2>${text.list}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col" class="size">${text.columns.size}</th>
            <th scope="col">${text.columns.path}</th>
            <th scope="col">${text.columns.from}</th>
            <th scope="col">${text.columns.by}</th>
          </tr>
        </thead>
        <tbody>
          ${waste.files.slice(0, this.listed).map((file) => this.file(file))}
        </tbody>
      </table>
      ${
        rest > 0
          ? html`<button
            type="button"
            class="button"
            @click=${() => {
              this.listed += portion;
            }}
          >
            ${text.more(Math.min(portion, rest))}
          </button>`
          : nothing
      }
      ${
        waste.files.length < waste.count
          ? html`<p class="help">${text.notAll(waste.files.length, waste.count)}</p>`
          : nothing
      }`;
  }

  private file({ path, size, layer, hiddenBy, how }: WastedFile): TemplateResult {
    return html`<tr>
      <td class="size">${formatBytes(size)}</td>
      <td class="path">${path}<small class=${how}>${words.image.waste.how[how]}</small></td>
      <td>${this.layerLink(layer)}</td>
      <td>${this.layerLink(hiddenBy)}</td>
    </tr>`;
  }

  private layerLink(layer: number): TemplateResult {
    const label = words.image.waste.layer(layer + 1, this.command(layer));
    return html`<button
      type="button"
      class="link"
      title=${label}
      aria-label=${label}
      @click=${() => this.dispatchEvent(new CustomEvent('layer-choose', { detail: layer }))}
    >
      ${words.layer.file.layer(layer + 1)}
    </button>`;
  }
}
