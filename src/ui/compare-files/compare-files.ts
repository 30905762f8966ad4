import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { ComparedFile, FileComparison } from '../../worker/protocol.ts';
import { chosenFiles, type DifferenceKind, firstKind } from '../model/file-differences.ts';
import { virtualWindow } from '../model/virtual-window.ts';
import { formatBytes } from '../text/format.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';

const rowHeight = 26;

/** The files that two images don't have in common: one kind at a time, filtered, in a list of any length. */
@customElement('dry-compare-files')
export class CompareFiles extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: block;
      }

      .kinds {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        margin-bottom: 10px;
      }

      .kinds button[aria-pressed='true'] {
        border-color: var(--accent);
        background: var(--accent-wash);
        font-weight: 600;
      }

      .tools {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 16px;
        margin-bottom: 8px;
      }

      .tools .field {
        flex: 1 1 180px;
        width: auto;
      }

      .tools label {
        display: flex;
        align-items: center;
        gap: 6px;
      }

      .list {
        position: relative;
        max-height: 340px;
        overflow: auto;
        border: 1px solid var(--line);
        border-radius: var(--radius-small);
      }

      .space {
        position: relative;
      }

      .row {
        position: absolute;
        inset-inline: 0;
        display: flex;
        align-items: center;
        gap: 10px;
        height: ${rowHeight}px;
        padding: 0 10px;
        font-size: 12.5px;
      }

      .path {
        flex: 1;
        min-width: 0;
        overflow: hidden;
        font-family: var(--mono);
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .what {
        flex: none;
        color: var(--ink-soft);
        font-size: 12px;
      }

      .size {
        flex: none;
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }

      .soft {
        margin-top: 8px;
        color: var(--ink-soft);
      }
    `,
  ];

  @property({ attribute: false }) comparison: FileComparison | undefined;
  @state() private kind: DifferenceKind = 'first';
  @state() private filter = '';
  @state() private bySize = true;
  @state() private scrolled = 0;
  @query('.list') private readonly list!: HTMLElement | null;

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('comparison') && this.comparison) this.kind = firstKind(this.comparison);
  }

  override render(): TemplateResult | typeof nothing {
    const { comparison } = this;
    if (!comparison) return nothing;
    const { files: text } = words.compare;
    const { onlyFirst, onlySecond, changed, timesOnly, same, left } = comparison;
    const rows = chosenFiles(comparison, { kind: this.kind, filter: this.filter, bySize: this.bySize });
    return html`<div class="kinds" role="group" aria-label=${text.title}>
        ${this.kindButton('first', text.only(words.compare.first, onlyFirst.files, onlyFirst.bytes))}
        ${this.kindButton('second', text.only(words.compare.second, onlySecond.files, onlySecond.bytes))}
        ${this.kindButton('changed', text.changed(changed.files, changed.bytes))}
        ${timesOnly === 0 ? nothing : this.kindButton('times', text.times(timesOnly))}
      </div>
      <div class="tools">
        <input
          class="field"
          type="search"
          aria-label=${text.filter}
          placeholder=${text.filter}
          .value=${this.filter}
          @input=${(event: Event) => {
            this.filter = (event.target as HTMLInputElement).value;
            this.toTop();
          }}
        />
        <label>
          <input
            type="checkbox"
            .checked=${this.bySize}
            @change=${(event: Event) => {
              this.bySize = (event.target as HTMLInputElement).checked;
              this.toTop();
            }}
          />
          ${text.bySize}
        </label>
      </div>
      ${rows.length === 0 ? html`<p class="soft">${text.none}</p>` : this.rows(rows)}
      <p class="soft">${text.unchanged(same)} ${left > 0 ? text.more(left) : ''}</p>`;
  }

  private kindButton(kind: DifferenceKind, label: string): TemplateResult {
    return html`<button
      type="button"
      class="button small"
      aria-pressed=${this.kind === kind ? 'true' : 'false'}
      @click=${() => {
        this.kind = kind;
        this.toTop();
      }}
    >
      ${label}
    </button>`;
  }

  private rows(rows: readonly ComparedFile[]): TemplateResult {
    const { first, end } = virtualWindow(rows.length, rowHeight, this.scrolled, 340);
    return html`<div
      class="list"
      tabindex="0"
      role="list"
      aria-label=${words.compare.files.title}
      @scroll=${() => {
        this.scrolled = this.list?.scrollTop ?? 0;
      }}
    >
      <div class="space" role="presentation" .style=${`height: ${rows.length * rowHeight}px`}>
        ${rows.slice(first, end).map((file, at) => this.row(file, first + at, rows.length))}
      </div>
    </div>`;
  }

  private row(
    { path, first, second, directory, differs }: ComparedFile,
    at: number,
    all: number,
  ): TemplateResult {
    const { files: text } = words.compare;
    const sizes =
      first !== undefined && second !== undefined
        ? text.sizes(first, second)
        : formatBytes(first ?? second ?? 0);
    return html`<div
      class="row"
      role="listitem"
      aria-posinset=${at + 1}
      aria-setsize=${all}
      .style=${`top: ${at * rowHeight}px`}
    >
      <span class="path" title=${path}>${path}${directory ? '/' : ''}</span>
      <span class="what">${differs.length === 0 ? '' : text.what(differs.map((aspect) => text.aspects[aspect]))}</span>
      <span class="size">${directory ? '' : sizes}</span>
    </div>`;
  }

  private toTop(): void {
    this.scrolled = 0;
    if (this.list) this.list.scrollTop = 0;
  }
}
