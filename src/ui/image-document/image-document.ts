import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { type DocumentField, readDocument } from '../model/image-config.ts';
import { explain, type JsonLine, jsonLines, parseJson } from '../model/json-lines.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { imageDocumentStyles } from './image-document.styles.ts';
import '../copy-button/copy-button.ts';
import '../virtual-lines/virtual-lines.ts';

type Mode = 'readable' | 'json';

/** An image's config or manifest: field by field with what each is for, or as JSON whose keys explain themselves. */
@customElement('dry-image-document')
export class ImageDocument extends LitElement {
  static override styles = [controls, imageDocumentStyles];

  /** Exactly as it is stored. */
  @property({ attribute: false }) json = '';
  @property({ attribute: false }) digest = '';
  @property({ attribute: false }) kind: 'config' | 'manifest' = 'config';

  @state() private mode: Mode = 'readable';
  @state() private chosen: JsonLine | undefined;
  private fields: readonly DocumentField[] | undefined;
  private lines: readonly JsonLine[] = [];

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('json') && !changed.has('kind')) return;
    this.fields = readDocument(this.json);
    const parsed = parseJson(this.json);
    this.lines = parsed ? jsonLines(parsed.value) : [];
    this.chosen = undefined;
  }

  override render(): TemplateResult {
    const text = words.image.document;
    return html`
      <div class="head">
        <p>${text[this.kind]}</p>
        <p class="facts">
          <span>${text.digest} <span class="mono">${this.digest}</span></span>
          <span>${text.size(new TextEncoder().encode(this.json).length)}</span>
        </p>
        <div class="tools">
          <div class="modes" role="group" aria-label=${text.modes}>
            ${(['readable', 'json'] as const).map(
              (mode) => html`<button
                type="button"
                class="button small"
                aria-pressed=${mode === this.mode ? 'true' : 'false'}
                @click=${() => {
                  this.mode = mode;
                }}
              >
                ${text[mode]}
              </button>`,
            )}
          </div>
          <dry-copy-button .text=${this.json} .label=${text.copyRaw}></dry-copy-button>
        </div>
      </div>
      ${this.fields === undefined ? html`<p class="empty">${text.invalid}</p>` : nothing}
      ${this.mode === 'json' ? this.jsonView() : html`<div class="readable" tabindex="0" role="region" aria-label=${text[this.kind]}>${this.list(this.fields ?? [])}</div>`}
    `;
  }

  private list(fields: readonly DocumentField[]): TemplateResult {
    return html`<dl>${fields.map((field) => this.field(field))}</dl>`;
  }

  private field({ key, field, values, fields, entries }: DocumentField): TemplateResult {
    const what = this.explanation(field, key);
    return html`<dt>${key}</dt>
      <dd>
        ${what === undefined ? nothing : html`<p class="what">${what}</p>`}
        ${values.map((value) => html`<div class="value">${value}</div>`)}
        ${entries === undefined ? nothing : html`<div class="value">${words.image.document.entries(entries)}</div>`}
        ${fields.length === 0 ? nothing : this.list(fields)}
      </dd>`;
  }

  private explanation(field: string, key?: string): string | undefined {
    return explain(words.imageFields[this.kind], field, key);
  }

  private jsonView(): TemplateResult {
    const text = words.image.document;
    const { chosen } = this;
    const said =
      chosen?.key === undefined ? text.keyHint : (this.explanation(chosen.field, chosen.key) ?? text.unknown);
    return html`<dry-virtual-lines
        .label=${text.lines}
        .count=${this.lines.length}
        .kind=${(at: number) => (this.lines[at] !== undefined && this.lines[at] === chosen ? 'gap' : '')}
        .line=${(at: number) => this.line(this.lines[at])}
      ></dry-virtual-lines>
      <p class="said" role="status">
        ${chosen?.key === undefined ? nothing : html`<span class="mono">${chosen.field}</span>`} ${said}
      </p>`;
  }

  private line(line: JsonLine | undefined): TemplateResult | string {
    if (!line) return '';
    const indent = '  '.repeat(line.depth);
    if (line.key === undefined) return `${indent}${line.value}`;
    const what = this.explanation(line.field, line.key) ?? words.image.document.unknown;
    return html`${indent}<button
        type="button"
        class="key"
        title=${what}
        @click=${() => {
          this.chosen = line;
        }}
        @focus=${() => {
          this.chosen = line;
        }}
      >"${line.key}"</button>: ${line.value}`;
  }
}
