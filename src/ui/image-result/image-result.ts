import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ImageSummary, StepId } from '../../build/events.ts';
import type { Engine, ExportFormat, RegistrySettings } from '../../worker/protocol.ts';
import { shortDigest } from '../text/format.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { icons } from '../theme/icons.ts';
import '../image-push/image-push.ts';
import '../image-details/image-details.ts';
import { saveFile } from './save-file.ts';

const formats: readonly ExportFormat[] = ['docker', 'oci', 'filesystem'];

/** The finished image: its id and size, downloads, its config and history. */
@customElement('dry-image-result')
export class ImageResult extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: block;
        overflow: auto;
        background: var(--surface);
        font-size: 13px;
      }

      .top {
        padding: 14px 16px;
        border-bottom: 1px solid var(--line);
      }

      h2 {
        font-size: 15px;
        font-weight: 650;
      }

      .facts {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 16px;
        margin-top: 2px;
        color: var(--ink-soft);
        font-variant-numeric: tabular-nums;
      }

      .downloads {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin-top: 12px;
      }

      .hint {
        margin-top: 10px;
        color: var(--ink-soft);
      }

      .failed {
        margin-top: 8px;
        color: var(--failed);
      }

      .wait {
        height: 3px;
        margin-top: 8px;
      }

      .push {
        margin-top: 10px;
      }

      summary {
        width: fit-content;
        font-weight: 600;
        cursor: pointer;
      }

      dry-image-details {
        overflow: visible;
      }
    `,
  ];

  @property({ attribute: false }) engine: Engine | undefined;
  @property({ attribute: false }) image: ImageSummary | undefined;
  @property({ attribute: false }) lastStep: StepId | undefined;
  @property({ attribute: false }) registry: RegistrySettings = {};

  @state() private packing: ExportFormat | undefined;
  @state() private failure = '';

  override render(): TemplateResult | typeof nothing {
    const { image } = this;
    if (!image) return nothing;
    return html`
      <div class="top">
        <h2>${words.result.title}</h2>
        <p class="facts">
          <span>${words.result.facts(image.layers.length, image.size)}</span>
          <span>${words.result.digest} <span class="mono" title=${image.configDigest}>${shortDigest(image.configDigest)}</span></span>
          ${image.tags.map((tag) => html`<span class="mono">${tag}</span>`)}
        </p>
        <div class="downloads" role="group" aria-label=${words.result.download}>
          ${formats.map(
            (format) => html`<button
              type="button"
              class="button"
              title=${words.result.formatHelp[format]}
              ?disabled=${this.packing !== undefined}
              @click=${() => this.download(format)}
            >
              ${icons.download}${this.packing === format ? words.result.packing : words.result.formats[format]}
            </button>`,
          )}
        </div>
        <div class="wait">
          ${this.packing === undefined ? nothing : html`<progress aria-label=${words.result.packing}></progress>`}
        </div>
        ${this.failure === '' ? nothing : html`<p class="failed" role="alert">${this.failure}</p>`}
        <p class="hint">${words.result.rebuild}</p>
        <details class="push">
          <summary>${words.push.title}</summary>
          <dry-image-push .engine=${this.engine} .registry=${this.registry} .tag=${image.tags[0] ?? ''}></dry-image-push>
        </details>
      </div>
      <dry-image-details .engine=${this.engine} .step=${this.lastStep}></dry-image-details>
    `;
  }

  private async download(format: ExportFormat): Promise<void> {
    const { engine, image } = this;
    if (!engine || !image) return;
    this.failure = '';
    try {
      const name = fileName(image, format);
      await saveFile(name, engine, format, () => {
        this.packing = format;
      });
    } catch (error) {
      this.failure = words.result.failed(error instanceof Error ? error.message : String(error));
    }
    this.packing = undefined;
  }
}

/** `app-1.0.tar`, or the image's id where it has no name; what is not for `docker load` says what it is. */
function fileName({ tags: [tag], configDigest }: ImageSummary, format: ExportFormat): string {
  const stem = tag?.replace(/^.*\//, '').replace(/[^\w.-]+/g, '-') ?? `drydock-${shortDigest(configDigest)}`;
  return format === 'docker' ? `${stem}.tar` : `${stem}-${format}.tar`;
}
