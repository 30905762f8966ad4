import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { controls } from '../theme/controls.ts';
import { ScrollWindow } from './scroll-window.ts';

/** CSS pixels, as in the styles. */
const rowHeight = 20;
/** Up to this many lines all are in the document, so that the browser's own search and a screen reader find them. */
const allBelow = 2000;

/**
 * Lines of equal height, of which only those on the screen are in the document.
 *
 * @csspart line - A line; the lines' own looks come from whoever renders them.
 */
@customElement('dry-virtual-lines')
export class VirtualLines extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: block;
        min-height: 0;
        font: 12.5px/20px var(--mono);
      }

      .view {
        height: 100%;
        overflow: auto;
        overflow-anchor: none;
      }

      .view:focus-visible {
        outline-offset: -2px;
      }

      .all {
        width: max-content;
        min-width: 100%;
        box-sizing: border-box;
      }

      .line {
        height: 20px;
        padding: 0 12px;
        white-space: pre;
        tab-size: 4;
      }

      .line.added {
        background: color-mix(in oklab, var(--done), transparent 86%);
      }

      .line.removed {
        background: color-mix(in oklab, var(--failed), transparent 86%);
      }

      .line.gap {
        color: var(--ink-soft);
        background: var(--hover);
      }

      .number {
        display: inline-block;
        min-width: 4ch;
        margin-right: 1.5ch;
        color: var(--muted);
        text-align: right;
        user-select: none;
      }

      .key {
        padding: 0;
        border: 0;
        border-radius: 3px;
        background: none;
        color: var(--accent);
        font: inherit;
        cursor: help;
      }

      .key:hover {
        text-decoration: underline dotted;
      }

      .sign {
        display: inline-block;
        width: 2ch;
      }
    `,
  ];

  /** Number of lines. */
  @property({ attribute: false }) count = 0;
  @property({ attribute: false }) line: (at: number) => TemplateResult | string = () => '';
  /** Class of a line. */
  @property({ attribute: false }) kind: (at: number) => string = () => '';
  @property() label = '';

  @query('.view') private readonly view!: HTMLElement | null;
  private readonly window = new ScrollWindow(this, () => this.view, rowHeight);

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('line') && changed.get('line') !== undefined) this.window.toTop();
  }

  override render(): TemplateResult {
    const { first, end } =
      this.count <= allBelow ? { first: 0, end: this.count } : this.window.rows(this.count);
    const lines: TemplateResult[] = [];
    for (let at = first; at < end; at++) {
      lines.push(html`<div class="line ${this.kind(at)}" part="line">${this.line(at)}</div>`);
    }
    return html`<div
      class="view"
      tabindex="0"
      role="region"
      aria-label=${this.label}
      @scroll=${this.window.onScroll}
    >
      <div
        class="all"
        .style=${`height: ${this.count * rowHeight + 16}px; padding-top: ${first * rowHeight + 8}px`}
      >
        ${lines}
      </div>
    </div>`;
  }
}
